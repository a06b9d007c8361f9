"""Settings, read from the environment only. Every value works on a laptop and in production."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from contest_portal.admin.theme import UNFOLD  # noqa: F401  (a setting)
from contest_portal.environment import NEEDED_SENDER, OWN_SITE, Environment
from contest_portal.logs import FORMAT

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment()


def _embedded_database_url() -> str:
    from contest_portal import embedded_postgres

    return embedded_postgres.database_url()


def _stored_secret() -> str:
    """Return the generated secret of this clone; made on first use, readable by its owner only."""
    path = VAR_DIR / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        VAR_DIR.mkdir(exist_ok=True)
        fresh = VAR_DIR / f"secret_key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            path.hardlink_to(fresh)  # atomic: of two first starts, one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return path.read_text(encoding="ascii")


# What the portal is and where it answers

DEBUG = env.switch("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or _stored_secret()
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, most=65_535)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", HOST])
LOCAL_HOSTS = ("127.0.0.1", "localhost", "0.0.0.0")  # noqa: S104
HTTPS = env.switch("HTTPS")
# where the public reaches the portal; printed on issued papers, so never a guess
_PUBLIC = [host for host in ALLOWED_HOSTS if host[0] not in ".*[" and host not in LOCAL_HOSTS]
SITE_URL = env.site("SITE_URL", f"https://{_PUBLIC[0]}" if HTTPS and _PUBLIC else "")
_SITE_HOST = urlsplit(SITE_URL).hostname or ""
env.require("SITE_URL", OWN_SITE, holds=not SITE_URL or validate_host(_SITE_HOST, ALLOWED_HOSTS))

INSTALLED_APPS = [
    "contest_portal",
    "registrations",
    "agenda",
    "sponsorship",
    "events",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "contest_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
]

MIDDLEWARE = [
    "contest_portal.server.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "events.web.pages.KeptPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "contest_portal.middleware.AdminPolicyMiddleware",
    "contest_portal.middleware.WayBackMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "contest_portal.server.odd_requests.OddRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "contest_portal.admin.security.middleware.StaffMiddleware",
    "contest_portal.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "contest_portal.admin.login_attempts.AskerMiddleware",
    "contest_portal.middleware.DatabaseAwayMiddleware",
    "contest_portal.middleware.TooManyMiddleware",
]

ROOT_URLCONF = "contest_portal.urls"
WSGI_APPLICATION = "contest_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False


# One PostgreSQL: the embedded one, or any server of version 15 and later

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **environ.Env.db_url_config(env.database("DATABASE_URL") or _embedded_database_url()),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# what the locks of the seats rely on, whatever the server's default is
DATABASES["default"].setdefault("OPTIONS", {})["isolation_level"] = ISOLATION_LEVEL_READ_COMMITTED
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages are kept in each worker (keyed by what they show, so they need no emptying);
# finished papers, which are slow to make, in a folder that all workers share.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "papers": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache" / "papers",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}


# Language and time

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# our own texts first; then what other packages say, which ship no Vietnamese that fits
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/third_party"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["contest_portal.formats"]


# Files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("sortablejs", BASE_DIR / "node_modules/sortablejs"),
    ("bootstrap-icons", BASE_DIR / "node_modules/bootstrap-icons/font"),
    ("be-vietnam-pro", BASE_DIR / "node_modules/@fontsource/be-vietnam-pro"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "contest_portal.storage.StaticStorage",
    },
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = env.text("MEDIA_URL", "/media/")
UPLOADS_ROOT = VAR_DIR / "uploads"  # files that are still arriving
PAPER_FONTS_DIR = BASE_DIR / "node_modules/@expo-google-fonts"


FILE_UPLOAD_HANDLERS = [
    "events.web.uploads.BoundedUploadHandler",  # first: drops what is too large
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


# Backups; see docs/backup.md

BACKUP_DIR = Path(env.text("BACKUP_DIR") or VAR_DIR / "backups")
BACKUP_COPY_DIR = env.text("BACKUP_COPY_DIR")
BACKUP_GENERATIONS = env.number("BACKUP_GENERATIONS", 14, least=1)
BACKUP_PASSPHRASE = env.secret("BACKUP_PASSPHRASE")


# Letters

EMAIL_CONFIG = env.mail_server("EMAIL_URL")
vars().update(EMAIL_CONFIG)
MAIL_SERVER = bool(env.text("EMAIL_URL"))  # without one, letters wait in the outbox
EMAIL_TIMEOUT = 30  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = env.sender(
    "EMAIL_FROM", str(EMAIL_CONFIG.get("EMAIL_HOST_USER") or "webmaster@localhost")
)
_HAS_SENDER = bool(env.text("EMAIL_FROM") or EMAIL_CONFIG.get("EMAIL_HOST_USER"))
env.require("EMAIL_FROM", NEEDED_SENDER, holds=_HAS_SENDER or not EMAIL_CONFIG.get("EMAIL_HOST"))


# a page of the admin sends each of its rows, with the values that it was shown with: 300 tasks make
# 5,500 fields and a megabyte
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024


# Security

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "events.permissions.RightsByCeremony",
]
PASSWORD_HASHERS = ["contest_portal.admin.password_hashing.CountedHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "contest_portal.admin.passwords.NotOfThisSiteValidator"}]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# who must have a second factor: who may approve papers and administrators, all staff, or nobody. A
# portal without HTTPS is a trial on somebody's own computer: there it is offered to all alike.
SECOND_FACTOR = env.choice(
    "SECOND_FACTOR", ("approvers", "staff", "off"), "approvers" if HTTPS else "off"
)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "events.web.throttle.address"
AXES_WHITELIST_CALLABLE = "contest_portal.admin.login_attempts.is_known"
AXES_USERNAME_CALLABLE = "contest_portal.admin.login_attempts.counted_name"
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# folder with the certificates of the authorities whose digital signatures are trusted
SIGNATURE_ROOTS = env.text("SIGNATURE_ROOTS")

# hours of a working day; what is typed when they are over is kept (contest_portal.admin.unsent)
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "contest_portal.public.error_pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = [
    f"https://{host.removeprefix('.') if host[0] != '.' else '*' + host}"
    for host in ALLOWED_HOSTS
    if HTTPS and host not in ("*", "127.0.0.1", "localhost", "[::1]")
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# how many proxies of ours stand before the portal; each adds an entry to X-Forwarded-For
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", int(HTTPS), least=int(HTTPS), most=10)
# from where they ask: addresses or networks; of everybody else a forwarded header counts nothing
PROXY_ADDRESSES = env.networks("PROXY_ADDRESSES", ["127.0.0.1", "::1"])
# Registrations in ten minutes, in an hour and in a day: an office comes from one address, but a
# program there takes no great part of the hall. In a small hall they are fewer, in proportion.
# Who is invited is counted per invitation instead.
REGISTRATIONS_PER_ADDRESS_AT_ONCE = env.number("REGISTRATIONS_PER_ADDRESS_AT_ONCE", 15, least=1)
REGISTRATIONS_PER_ADDRESS = env.number("REGISTRATIONS_PER_ADDRESS", 20, least=1)
REGISTRATIONS_PER_ADDRESS_A_DAY = env.number("REGISTRATIONS_PER_ADDRESS_A_DAY", 30, least=1)
# in an hour: several people may share the phone or the mailbox of their office
REGISTRATIONS_PER_PHONE = env.number("REGISTRATIONS_PER_PHONE", 60, least=1)
REGISTRATIONS_PER_EMAIL = env.number("REGISTRATIONS_PER_EMAIL", 60, least=1)
# letters to one mailbox that anybody can set off, in an hour and in a day; more of them wait
LETTERS_PER_EMAIL = env.number("LETTERS_PER_EMAIL", 30, least=1)
LETTERS_PER_EMAIL_DAY = env.number("LETTERS_PER_EMAIL_DAY", 60, least=1)
# days after the ceremony for which data are kept, by what they were given for
RETENTION_DAYS = {
    "attend": env.number("RETENTION_DAYS", 90, most=3650),
    "photo": env.number("RETENTION_DAYS_PHOTO", 90, most=3650),
    "news": env.number("RETENTION_DAYS_NEWS", 90, most=3650),
}
# whom to tell of a weakness of the portal: an e-mail address or a page; else the ceremony's contact
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# not by itself: it would bind every other site of the province under this name, for a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.switch("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.switch("HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for both
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/quan-tri/"],  # the admin's own policy: contest_portal.middleware
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}


ENVIRONMENT_FAULTS = env.faults  # told by the checks


# Logs tell what went wrong, never about whom: no query, no parameter, no link

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "contest_portal.logs.DiscreetFormatter",
            "format": FORMAT,
            "style": "{",
        }
    },
    "filters": {"strangers": {"()": "contest_portal.logs.StrangersInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "discreet",
            "filters": ["strangers"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # it would name the recipients of letters
        "waitress.queue": {"level": "ERROR"},  # that somebody waits for a moment is no news
        "pyhanko": {"level": "ERROR"},  # it would name the signer of every unknown certificate
    },
}
