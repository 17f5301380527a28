"""Codes of a decided level of care in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.domain.placement.decision import Variance

VARIANCES: dict[str, str | Promise] = {
    Variance.PERSON_WISHES.value: _("The person wants something else"),
    Variance.NOT_AVAILABLE.value: _("The level suggested is not to be had"),
    Variance.CLINICAL_JUDGMENT.value: _("Clinical judgment"),
    Variance.SAFETY.value: _("Safety"),
    Variance.GETTING_THERE.value: _("Getting there"),
    Variance.PAYER.value: _("What insurance pays"),
    Variance.COURT.value: _("What a court asks for"),
    Variance.NOT_ALL_JUDGED.value: _("Not everything could be judged"),
}
"""Why the level selected is not the one suggested."""
