"""Every knob of an instance. Each comes from the environment; docs/settings.md lists them."""

import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

env = Env()
ROOT = Path(__file__).resolve().parent

DATA = Path(env.str("CAIRN_DATA", "./data")).resolve()
DEBUG = env.bool("CAIRN_DEBUG", False)
DEMO = env.bool("CAIRN_DEMO", False)
WORKER = env.bool("CAIRN_WORKER", False)
HOST_URL = env.str("CAIRN_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("CAIRN_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = [HOST_URL]
BEHIND_TLS = HOST_URL.startswith("https://")
STREAM_PORT = env.int("CAIRN_STREAM_PORT", 0)
STREAM_HOST = env.str("CAIRN_STREAM_HOST", "127.0.0.1")
STREAM_URL = env.str("CAIRN_STREAM_URL", "").rstrip("/")
if STREAM_URL and urlsplit(STREAM_URL).hostname != urlsplit(HOST_URL).hostname:
    raise ImproperlyConfigured("CAIRN_STREAM_URL must be on the host of CAIRN_URL")


def secret_key() -> str:
    """The instance's secret: from the environment, else made once and kept in the data folder."""
    given = env.str("CAIRN_SECRET_KEY", "")
    if given:
        return str(given)
    kept = DATA / "secret_key"
    if not kept.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()


SECRET_KEY = secret_key()


def database() -> dict[str, Any]:
    """The connection of `DATABASE_URL`, else a SQLite file in the data folder."""
    url = env.str("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        settings: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL"))
        settings["CONN_MAX_AGE"] = 0
        settings["OPTIONS"] = {
            **settings.get("OPTIONS", {}),
            # Statements are prepared once a connection: a third more check-ins a second
            "server_side_binding": True,
            "prepare_threshold": 2,
            "pool": {"min_size": 1, "max_size": env.int("CAIRN_POOL", 6), "timeout": 20},
        }
        return settings
    name = url.removeprefix("sqlite:///") if url else str(DATA / "cairn.sqlite3")
    return {
        "ENGINE": "cairn.storage.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000;"
                "PRAGMA temp_store=MEMORY;PRAGMA wal_autocheckpoint=4000"
            ),
        },
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "cairn.search",
    "cairn.jobs",
    "cairn.events",
    "cairn.organization",
    "cairn.cycles",
    "cairn.kpis",
    "cairn.goals",
    "cairn.okr_templates",
    "cairn.checkins",
    "cairn.meetings",
    "cairn.planning",
    "cairn.reviews",
    "cairn.coaching",
    "cairn.connectors",
    "cairn.notifications",
    "cairn.insights",
    "cairn.exchange",
    "cairn.mailbox",
    "cairn.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cairn.web.sessions.SignedInMember",
    "cairn.web.refusals.TranslateRefusals",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "cairn.urls"
WSGI_APPLICATION = "cairn.wsgi.application"
APPEND_SLASH = False
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "web" / "templates"],
        "OPTIONS": {
            "environment": "cairn.web.jinja.environment",
            "context_processors": ["cairn.web.pages.common"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    },
]

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cairn.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in"
ACCOUNT_SESSION_REMEMBER = True

SESSION_ENGINE = "cairn.web.session_store"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "cairn_session"
CSRF_COOKIE_NAME = "cairn_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cairn.web.refusals.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Rate limits must be shared by every worker process, so the cache is a table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cairn_cache",
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [("app", ROOT / "web" / "static" / "dist")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

DEFAULT_FROM_EMAIL = env.str("CAIRN_MAIL_FROM", "Cairn <cairn@localhost>")


def server_at(url: str, schemes: tuple[str, str], looks: str) -> dict[str, Any]:
    """Where a mail server is: `scheme://user:password@host:port`, the second of the schemes with TLS
    from the start, the first with STARTTLS where `tls=true` is asked. `looks` says how it must look."""
    asked = urlsplit(url)
    try:
        port = asked.port
    except ValueError:
        port = -1
    if asked.scheme not in schemes or not asked.hostname or port == -1:
        raise ImproperlyConfigured(looks) from None
    return {
        "host": asked.hostname,
        "port": port,
        "username": unquote(asked.username or ""),
        "password": unquote(asked.password or ""),
        "use_tls": asked.scheme == schemes[0] and "tls=true" in asked.query.lower(),
        "use_ssl": asked.scheme == schemes[1],
        "timeout": env.int("CAIRN_MAIL_TIMEOUT", 10),
    }


def mailer(url: str) -> dict[str, Any]:
    """The mail server at a URL, as `smtp://user:password@host:587/?tls=true` (STARTTLS) or
    `smtps://host` (TLS from the start); without one, mails are printed."""
    if not url:
        return {"BACKEND": "cairn.organization.printed_mail.EmailBackend"}
    looks = "CAIRN_MAIL_URL must look like smtp://user:password@host:587/?tls=true or smtps://host"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": server_at(url, ("smtp", "smtps"), looks),
    }


MAILERS = {"default": mailer(env.str("CAIRN_MAIL_URL", ""))}


def address_for_answers(address: str) -> str:
    """Where answers to mails are read: what stands before the @ gets a plus and a tag."""
    if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,36}@[A-Za-z0-9.-]{1,200}", address):
        raise ImproperlyConfigured("CAIRN_MAIL_ANSWERS must look like proposals@example.com")
    return address


def mailbox(url: str, answers: str) -> dict[str, Any]:
    """The mailbox that is looked into, as `imaps://user:password@host/INBOX`; empty for none."""
    if not url:
        return {}
    looks = "CAIRN_MAILBOX must look like imaps://user:password@host/INBOX"
    if not answers:
        raise ImproperlyConfigured("CAIRN_MAILBOX is read for CAIRN_MAIL_ANSWERS: set that, too")
    folder = unquote(urlsplit(url).path.strip("/")) or "INBOX"
    return {**server_at(url, ("imap", "imaps"), looks), "folder": folder}


MAIL_ANSWERS = address_for_answers(env.str("CAIRN_MAIL_ANSWERS", ""))
MAILBOX = mailbox(env.str("CAIRN_MAILBOX", ""), MAIL_ANSWERS)

BACKUPS = Path(env.str("CAIRN_BACKUPS", str(DATA / "backups"))).resolve()
BACKUP_EVERY_H = env.int("CAIRN_BACKUP_EVERY", 0 if DEMO else 24)
BACKUP_KEEP = max(1, env.int("CAIRN_BACKUP_KEEP", 7))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
            "processor": (
                structlog.processors.JSONRenderer()
                if env.bool("CAIRN_LOG_JSON", False)
                else structlog.processors.KeyValueRenderer(
                    key_order=["timestamp", "level", "logger", "event"]
                )
            ),
        }
    },
    "filters": {"secrets": {"()": "cairn.web.log_secrets.HideSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "lines",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("CAIRN_LOG_LEVEL", "WARNING")},
}
# W027 looks for the nonce in Django's own templates; ours get it from the Jinja2 environment.
SILENCED_SYSTEM_CHECKS = ["security.W027"]
