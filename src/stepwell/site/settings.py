"""All settings, in one file. What an installation may choose is read from the environment:

STEPWELL_DATA           the data folder
STEPWELL_DATABASE_URL   postgresql://user:password@host:port/name; without it, SQLite in the data folder
STEPWELL_HOSTS          comma-separated host names the server answers to, besides this machine
STEPWELL_SMTP_URL       smtp://user:password@host:port; without it, mail goes to the demo's own sink
STEPWELL_SINK_PORT      where that sink listens on this machine; 2525 without it
STEPWELL_MAIL_FROM      the sender of every message; neutral by default
STEPWELL_BASE_URL       where links in messages lead; a host name that tells what this is, is left out of them
STEPWELL_HTTPS          "1" behind TLS: cookies travel only over HTTPS
STEPWELL_PROXIES        how many proxies stand before the server; without it, none is believed
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from stepwell.site import newer_sqlite
from stepwell.site.data import DataFolder

DATA = DataFolder.chosen()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = DATA.secret_key()
DEBUG = False
HTTPS = os.environ.get("STEPWELL_HTTPS") == "1"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("STEPWELL_HOSTS", "").split(",")),
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "stepwell.records.tenancy",
    "stepwell.records.audit",
    "stepwell.records.people",
    "stepwell.records.consents",
    "stepwell.records.program",
    "stepwell.records.episodes",
    "stepwell.records.enquiries",
    "stepwell.records.placement",
    "stepwell.records.steps",
    "stepwell.records.schedule",
    "stepwell.records.admission",
    "stepwell.records.waiting",
    "stepwell.records.sessions",
    "stepwell.records.timetable",
    "stepwell.records.levels",
    "stepwell.records.plans",
    "stepwell.records.reviews",
    "stepwell.records.measures",
    "stepwell.records.aftercare",
    "stepwell.records.outreach",
    "stepwell.records.billing",
    "stepwell.records.families",
    "stepwell.records.needs",
    "stepwell.records.notes",
    "stepwell.records.practice",
    "stepwell.records.messages",
    "stepwell.records.effects",
    "stepwell.records.entrance",
    "stepwell.interfaces.shared",
    "stepwell.interfaces.signin",
    "stepwell.interfaces.participant",
    "stepwell.interfaces.start",
    "stepwell.interfaces.intake",
    "stepwell.interfaces.family",
    "stepwell.interfaces.clinician",
    "stepwell.interfaces.manager",
    "stepwell.interfaces.privacy",
    "stepwell.interfaces.jobs",
    "stepwell.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stepwell.interfaces.shared.middleware.PrivateByDefault",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stepwell.interfaces.signin.middleware.EndsInTime",
    "stepwell.interfaces.signin.middleware.InOrganization",
    "stepwell.interfaces.signin.middleware.SpeaksTheirLanguage",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stepwell.interfaces.signin.middleware.SecondFactorForStaff",
    "stepwell.interfaces.signin.middleware.ErrorsAreUnprocessable",
    "stepwell.interfaces.shared.middleware.NotHereIsNotFound",
]

ROOT_URLCONF = "stepwell.site.urls"
WSGI_APPLICATION = "stepwell.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Set by hand: cotton and template-partials would each rewrite this list, the later silently.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "stepwell.interfaces.shared.templatetags.quick_i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "libraries": {"i18n": "stepwell.interfaces.shared.templatetags.quick_i18n"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "stepwell.interfaces.shared.context.shell",
            ],
        },
    }
]


def _sqlite(path: Path) -> dict[str, Any]:
    """WAL, the write lock taken when a transaction begins, and every commit on the disk before it is told."""
    return {
        "ENGINE": "stepwell.site.fair_sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASE_URL = os.environ.get("STEPWELL_DATABASE_URL", "")
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite(DATA.database)}
ONE_WRITER_ONLY = not DATABASE_URL and not newer_sqlite.IS_SAFE_FOR_MANY_WRITERS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["stepwell.interfaces.signin.backends.WithOrganization"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Sign-in. Accounts come by invitation only; the addresses are listed in interfaces/signin/allauth_urls.py.
ACCOUNT_ADAPTER = "stepwell.interfaces.signin.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "stepwell.interfaces.signin.forms.SignIn",
    "reset_password_from_key": "stepwell.interfaces.signin.forms.NewPassword",
    "change_password": "stepwell.interfaces.signin.forms.ChangePassword",
}
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reset_password": "20/h/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("STEPWELL_PROXIES", "0"))
MFA_ADAPTER = "stepwell.interfaces.signin.adapters.SecondFactors"
MFA_FORMS = {"add_webauthn": "stepwell.interfaces.signin.forms.AddPasskey"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Notes"
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = 3600
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "entrance_cache"}}

SESSION_ENGINE = "stepwell.interfaces.signin.sessions"
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "c"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_NAME = "l"
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "stepwell.interfaces.shared.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA.static
STATICFILES_DIRS = [("stepwell/fonts", DATA.fonts)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "stepwell.site.static.HashedStatic"},
}
WHITENOISE_MANIFEST_STRICT = False

BASE_URL = os.environ.get("STEPWELL_BASE_URL", "http://127.0.0.1:8000")
SINK_PORT = os.environ.get("STEPWELL_SINK_PORT", "2525")
_smtp = urlsplit(os.environ.get("STEPWELL_SMTP_URL") or f"smtp://127.0.0.1:{SINK_PORT}")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
OWN_MAIL_SINK = not os.environ.get("STEPWELL_SMTP_URL")
EMAIL_HOST = _smtp.hostname or "127.0.0.1"
EMAIL_PORT = _smtp.port or 25
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_TLS = _smtp.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("STEPWELL_MAIL_FROM", "Reminders <reminders@localhost>")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
