"""Every address of the product. A test walks them with every role (tests/architecture)."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("stepwell.interfaces.shared.urls")),
    path("", include("stepwell.interfaces.signin.urls")),
    path("sign-in/", include("stepwell.interfaces.signin.allauth_urls")),
    path("", include("stepwell.interfaces.jobs.urls")),
    path("", include("stepwell.interfaces.clinician.find_urls")),
    path("start/", include("stepwell.interfaces.start.urls")),
    path("intake/", include("stepwell.interfaces.intake.urls")),
    path("me/", include("stepwell.interfaces.participant.urls")),
    path("family/", include("stepwell.interfaces.family.urls")),
    path("desk/", include("stepwell.interfaces.clinician.urls")),
    path("manage/", include("stepwell.interfaces.manager.urls")),
    path("calendar/", include("stepwell.interfaces.manager.feed_urls")),
    path("trail/", include("stepwell.interfaces.privacy.urls")),
]

handler400 = "stepwell.interfaces.shared.views.bad_request"
handler403 = "stepwell.interfaces.shared.views.forbidden"
handler404 = "stepwell.interfaces.shared.views.not_found"
handler500 = "stepwell.interfaces.shared.views.server_error"
