"""Every setting of the project, in titled sections.

What differs between places comes from the environment; a bad value is refused here, at the start, in one line.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from newsroom import database, environment
from newsroom.secret import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent


# --- Where we are ------------------------------------------------------------------------------

DATA_DIR = environment.folder("DATA_DIR", default=BASE_DIR / "var")
PORT = environment.port()
DEBUG = environment.flag("DEBUG", default=False)
SITE_URL = environment.site_url(PORT)
SECURE = SITE_URL.startswith("https://")
SERVE = environment.one_of("SERVE", ("site", "desk", "both"), default="both")
ADMIN_PATH = environment.admin_path()
SECRET_KEY = environment.secret_key() or kept_secret(DATA_DIR)
ALLOWED_HOSTS = environment.allowed_hosts(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if DEBUG and SECURE:
    # Its error pages show text and settings to everyone.
    raise ImproperlyConfigured("DEBUG is true on a public site: leave it out, or set SITE_URL to this machine.")


# --- The publication ---------------------------------------------------------------------------

# These two only seed the publication; from then on an administrator changes it in the admin.
SITE_NAME = environment.site_name()
SITE_LANGUAGE = environment.site_language()


# --- Application -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "articles.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_prose_editor",
    "django_tasks_db",
    "taggit",
    "articles",
]
AUTH_USER_MODEL = "articles.Member"
# Headers come first, so that redirects, static files and errors carry them too.
MIDDLEWARE = [
    "newsroom.compression.compress",
    "newsroom.headers.more_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# What stands above an article for who is signed in to the desk; readers' pages know nothing of it.
MEMBERS_BAR = "articles.desk.bar.bar_for" if SERVE == "both" else ""
# What readers are shown from memory, and what tells that something changed for them.
PAGE_CACHE_MB = environment.megabytes("PAGE_CACHE_MB", default=32, most=4_096)
WATCH = "articles.watching.watch"
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


# --- Database ----------------------------------------------------------------------------------

# "default" is the web role, which can't change what is immutable; "owner" migrates.
DATABASES = database.databases(DATA_DIR)
DATABASE_ROUTERS = ["newsroom.database.Router"]


# --- Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Before the words of Django's admin: “Search” is one of ours too.
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = environment.time_zone()
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "newsroom.formats"


# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PICTURES, PICTURES_ORIGIN = environment.storage()
STORAGES = {
    "default": PICTURES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Maps of scripts are large and asked for by nobody but developers: they go as they are.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br", "woff", "woff2", "map",
]  # fmt: skip


# --- Security ----------------------------------------------------------------------------------

PICTURES_FROM = [CSP.SELF, PICTURES_ORIGIN] if PICTURES_ORIGIN else [CSP.SELF]
# The site's policy. It holds no nonce, so that a public page is the same for everybody.
# Scripts may come from the static files alone: no page that a person can influence is ever a script.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [f"{SITE_URL}{STATIC_URL}"],
    "style-src": [CSP.SELF],
    "img-src": PICTURES_FROM,
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# The desk's: the same, and a nonce for the admin's own scripts and styles. Never cached.
DESK_CSP = SECURE_CSP | {
    "script-src": [f"{SITE_URL}{STATIC_URL}", CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [*PICTURES_FROM, "data:"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
# Asked for from within, by what watches over the container or the balancer, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# Only the desk has forms that change anything; but anybody may send one to the site.
CSRF_FAILURE_VIEW = "newsroom.refusals.csrf_failure"
DESK_REFUSAL_VIEW = "articles.desk.manners.csrf_failure"
SITE_REFUSAL_VIEW = "articles.site.errors.permission_denied"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A photo at 20 MiB and a long article with room to spare; more is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Larger files go where what is moved in is kept: an archive of gigabytes isn't copied once more.
FILE_UPLOAD_TEMP_DIR = environment.private_folder(DATA_DIR / "imports")


# --- In front of the site ----------------------------------------------------------------------

# Told by a worker what changed for readers, so that they forget it: a CDN, Varnish, nginx.
CDN_PURGES = environment.purges()


# --- E-mail ------------------------------------------------------------------------------------

MAILERS = {"default": environment.mailer(secure=SECURE)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"newsroom@{urlsplit(SITE_URL).hostname}"


# --- Tasks -------------------------------------------------------------------------------------

# Kept in the database: a task is there if, and only if, the transaction that asked for it stands.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# --- Logging -----------------------------------------------------------------------------------

# To standard error, without request lines: a log holds nothing about readers.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "newsroom.log_filter.WithoutSecrets"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
        # A logger without any handler would still reach Python's own of last resort.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # The worker says in a line of its own what failed: these add what the database says of a row, its words too.
        "django.tasks": {"handlers": ["nowhere"], "propagate": False},
        "django_tasks_db": {"handlers": ["nowhere"], "propagate": False},
        # Their lines repeat what a stranger sent.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "django.security.csrf": {"handlers": ["nowhere"], "propagate": False},
    },
}
