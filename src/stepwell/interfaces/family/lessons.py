"""All pages that families can read, in the order that helps most."""

from __future__ import annotations

from stepwell.interfaces.family.lessons_on_helping import HELPING, NOT_HELPING, TALKING, TRUST
from stepwell.interfaces.family.lessons_on_home import CHILDREN, YOURSELF
from stepwell.interfaces.family.lessons_on_use import (
    BRAIN_AND_USE,
    CRAVINGS,
    EXPECT,
    MEDICATION,
    RETURN_TO_USE,
    SAVING_A_LIFE,
)

LESSONS = (
    HELPING,
    NOT_HELPING,
    TALKING,
    EXPECT,
    BRAIN_AND_USE,
    CRAVINGS,
    RETURN_TO_USE,
    SAVING_A_LIFE,
    MEDICATION,
    YOURSELF,
    CHILDREN,
    TRUST,
)
