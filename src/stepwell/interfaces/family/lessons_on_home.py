"""What families need themselves, and what children need."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.family.reading import CRAFT, TIP39, Lesson, Part

YOURSELF = Lesson(
    "yourself",
    _("Looking after yourself"),
    _("You count too. Rest, friends and help for you."),
    (
        Part(
            _("You may be tired"),
            (
                _("Living with somebody's use brings fear, anger and poor sleep. That is no weakness."),
                _("When you are better, you can help better. You also matter for your own sake."),
            ),
        ),
        Part(
            _("Small steps"),
            (),
            (
                _("One thing each week that is only for you."),
                _("One friend who knows what is going on."),
                _("A group for families. There are many kinds, with faith and without. Try a few."),
                _("Your own doctor, if you are sad most days or can't sleep."),
            ),
        ),
        Part(
            _("If you are not safe at home"),
            (
                _("Nobody has to put up with being hurt. A help line for you: 1-800-799-7233."),
                _("You can use “Leave quickly” on every page here."),
            ),
        ),
    ),
    (TIP39, CRAFT),
)
CHILDREN = Lesson(
    "children",
    _("Children at home"),
    _("What to tell them, and what they need."),
    (
        Part(
            _("Tell them the truth in small words"),
            (
                _("“Dad has an illness. He gets help for it. It is not your fault.”"),
                _("Children notice anyway. What they make up is often worse."),
            ),
        ),
        Part(
            _("What they need"),
            (),
            (
                _("Meals, school and bedtime at the same hour each day."),
                _("One grown-up who listens, at home or not."),
                _("To hear often: you did not cause it, and you can't fix it."),
                _("To be a kid, and not the one who watches over a parent."),
            ),
        ),
    ),
    (TIP39,),
)
