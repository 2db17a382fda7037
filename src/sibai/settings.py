"""Django's settings, made from the county's own: a TOML file and the environment (`SIBAI_…`).

Everything that a county sets is a field of `Own`; what Django needs beside it follows from that. Nothing here reads
the database. Keys lie in their own folder, never in the database nor in the settings file.
"""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from pydantic import Field, IPvAnyNetwork, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from sibai.db.durable import made

PACKAGE = Path(__file__).parent
MEBIBYTE = 1024 * 1024
MINUTE, HOUR, YEAR = 60, 3600, 31_536_000


Count = Annotated[int, Field(ge=1)]


class Own(BaseSettings):
    """What a county sets: in `sibai.toml` (its path in `SIBAI_CONFIG`) or as `SIBAI_NAME` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="SIBAI_", toml_file=os.environ.get("SIBAI_CONFIG", "sibai.toml"), extra="forbid"
    )

    home: Path = Field(default=Path("var"), description="folder of the database, uploads and keys")
    keys: Path | None = Field(default=None, description="folder of the keys; without it, `keys` in home")
    database: str = Field(default="", description="postgresql://… ; blank: SQLite in home")
    hosts: list[str] = Field(default=["127.0.0.1", "localhost", "[::1]"], description="names the site answers to")
    https: bool = Field(default=False, description="served over TLS: secure cookies, HSTS")
    demo: bool = Field(default=False, description="a demonstration database: admits invented people, says so")
    public: bool = Field(default=False, description="this process serves the public pages only")
    second_factor: bool = Field(default=True, description="TOTP needed for county, company and administrator")
    idle_minutes: int = Field(default=30, ge=1, description="a session ends after so long without a request")
    session_hours: int = Field(default=10, ge=1, description="a session ends after so long at the latest")
    upload_mib: int = Field(default=10, ge=1, description="largest single upload")
    proxies: int = Field(default=0, ge=0, description="proxies in front whose X-Forwarded headers are believed")
    proxy_addresses: list[IPvAnyNetwork] = Field(
        default=[ip_network("127.0.0.0/8"), ip_network("::1/128")], description="where those proxies speak from"
    )
    lock_name: tuple[Count, Count] = Field(
        default=(50, 1440), description="wrong passwords of a name from all addresses, and minutes that each counts"
    )
    lock_address: tuple[Count, Count] = Field(
        default=(60, 60), description="wrong passwords of all names from an address, and minutes that each counts"
    )
    limit_pages: tuple[Count, Count] = Field(default=(120, 3000), description="public pages a minute: an address, all")
    limit_tries: tuple[Count, Count] = Field(
        default=(30, 600), description="forms sent in ten minutes: an address, all"
    )
    limit_applications: tuple[Count, Count] = Field(
        default=(5, 200), description="applications in ten minutes, likewise"
    )
    limit_lookups: tuple[Count, Count] = Field(default=(10, 300), description="receipts looked up a minute, likewise")
    public_round_limit: int = Field(default=300, ge=1, description="most online applications of one round")
    public_free_mib: int = Field(default=1024, ge=0, description="no application is kept with less room on the disk")
    office_key: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="public machine: the office's key")
    public_machine: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="office: the public machine's key")
    sealed_mib: int = Field(default=300, ge=1, description="largest sealed file that the office takes")
    cipher: str = Field(default="AES-256-GCM", pattern="^(AES-256-GCM|SM4-GCM)$", description="for new values")
    lost_keys: bool = Field(default=False, description="open although the keys of what is stored are lost for good")
    debug: bool = Field(default=False, description="for developers only")

    @field_validator("database")
    @classmethod
    def _an_address(cls, given: str) -> str:
        """Blank, or an address of PostgreSQL; another kind must not be taken for one."""
        try:
            good = not given or (urlsplit(given).scheme in {"postgresql", "postgres"} and urlsplit(given).port != 0)
        except ValueError:
            good = False
        if not good:
            raise ValueError("写成 postgresql://用户:密码@主机:端口/库名；留空用 SQLite")
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


OWN = Own()
HOME = OWN.home.resolve()
KEYS = (OWN.keys or HOME / "keys").resolve()


def _secret() -> str:
    """Django's secret, kept with the other keys; made on first use, readable by its owner only."""
    KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made(KEYS / "django.key", secrets.token_urlsafe(64).encode()).decode()


def _database() -> dict[str, Any]:
    """SQLite in the home folder, or PostgreSQL by its address."""
    if OWN.database:
        return _postgres(OWN.database)
    return {
        "ENGINE": "sibai.db.sqlite",
        "NAME": HOME / "sibai.sqlite3",
        "CONN_MAX_AGE": None,  # opening anew costs a third of an empty page
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgres(address: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name`; a socket's folder as `?host=/run/postgresql`."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "sibai",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host") or parts.hostname or "",
        "PORT": asked.get("port") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret()
DEBUG = OWN.debug
ALLOWED_HOSTS = OWN.hosts
ROOT_URLCONF = "sibai.urls_public" if OWN.public else "sibai.urls"
WSGI_APPLICATION = "sibai.wsgi.application"
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    *("audit", "documents", "months", "places", "people", "rulebook", "recruitment", "employment"),
    *("attendance", "payroll", "funds", "casework", "reminders", "web"),
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "axes",
    "csp",
    *(f"sibai.{room}" for room in ROOMS if (PACKAGE / room / "apps.py").exists()),
]
_ON_EVERY_ANSWER = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
_AT_THE_DOOR = [
    *_ON_EVERY_ANSWER,
    "sibai.people.middleware.kept_nowhere",
    "sibai.people.middleware.clean_input",
]
_SIGNED_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sibai.rulebook.middleware.rules_once",
    "sibai.people.middleware.rights",
    "axes.middleware.AxesMiddleware",
]
_AT_THE_PUBLIC_DOOR = [
    *_ON_EVERY_ANSWER,
    "sibai.recruitment.middleware.gate",
    "sibai.people.middleware.clean_input",
]
_PASSING_BY = [
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sibai.people.middleware.passing_by",
]
PUBLIC_MIDDLEWARE = [*_AT_THE_PUBLIC_DOOR, *_PASSING_BY]
MIDDLEWARE = PUBLIC_MIDDLEWARE if OWN.public else [*_AT_THE_DOOR, *_SIGNED_IN]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *([] if OWN.public else ["django.contrib.messages.context_processors.messages"]),
                "sibai.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEBIBYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = MEBIBYTE
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = OWN.upload_mib * MEBIBYTE
PUBLIC_FILES = 3
"""Files that come with an application on the public pages."""
BODY_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE + (
    PUBLIC_FILES * UPLOAD_LIMIT
    if OWN.public
    else max(DATA_UPLOAD_MAX_NUMBER_FILES * UPLOAD_LIMIT, OWN.sealed_mib * MEBIBYTE)
)
"""The largest request that is read at all."""

LAW_ON = "sibai.rulebook.queries.law.law_on"
"""Where rooms below the rulebook ask for the parameters of a day."""
HOLDERS = [
    "sibai.recruitment.operations.holding.HOLDER",
    "sibai.employment.operations.holding.HOLDER",
    "sibai.attendance.operations.holding.HOLDER",
    "sibai.payroll.operations.holding.HOLDER",
    "sibai.funds.operations.holding.HOLDER",
    "sibai.casework.operations.holding.HOLDER",
]
"""The `sibai.people.holders.Holder` of every room that holds data about persons."""

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sibai.people.passwords.UnlikeName"},
    {"NAME": "sibai.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "sibai.people.passwords.NotCommon"},
    {"NAME": "sibai.people.passwords.ThreeKinds"},
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "home"
SECOND_FACTOR = OWN.second_factor
SECOND_FACTOR_ISSUER = "四百"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_HANDLER = "sibai.people.locks.Handler"
AXES_CLIENT_IP_CALLABLE = "sibai.people.addresses.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # what the wider locks count
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "sibai.people.views.login.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# axes keeps what was sent with a wrong password: nothing of it is kept in clear.
AXES_SENSITIVE_PARAMETERS = ["account", "password", "now", "new", "again", "name", "next", "csrfmiddlewaretoken"]
AXES_USERNAME_CALLABLE = "sibai.people.names.for_axes"
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "sibai"
SESSION_COOKIE_AGE = OWN.session_hours * HOUR
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OWN.https
SESSION_IDLE = OWN.idle_minutes * MINUTE
CSRF_COOKIE_NAME = "sibai_form"
CSRF_FAILURE_VIEW = "sibai.people.pages.errors.stale_form"
ERROR_TEMPLATE = "recruitment/public/error.html" if OWN.public else "web/error.html"
SECURE_SSL_REDIRECT = OWN.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OWN.proxies else None
SECURE_HSTS_SECONDS = YEAR if OWN.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own lines about requests carry addresses that people typed; ours say what went wrong and where.
    # A logger without any handler would still write warnings to standard error.
    "loggers": {
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},
    },
}
