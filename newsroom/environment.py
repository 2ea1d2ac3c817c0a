"""Reading the environment strictly: each function gives a usable value, or raises ImproperlyConfigured in one line."""

import os
import re
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
# The first parts of public addresses: the desk can't stand where readers go.
TAKEN_PATHS = frozenset(
    [
        "about",
        "archive",
        "corrections",
        "feeds",
        "healthz",
        "keywords",
        "latest",
        "media",
        "opensearch.xml",
        "readyz",
        "robots.txt",
        "search",
        "sections",
        "sitemap.xml",
        "sitemaps",
        "sources",
        "static",
        "stories",
        "whos-who",
    ]
)


def flag(name: str, *, default: bool) -> bool:
    """The environment variable `name`, which may say true or false and nothing else."""
    value = (os.environ.get(name) or str(default)).lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")
    return value == "true"


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """The environment variable `name`, which must be one of `choices`."""
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: write one of {', '.join(choices)}.")
    return value


def port() -> int:
    """PORT: where this machine is listened on."""
    value = os.environ.get("PORT") or "8000"
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"PORT is {value!r}: write a number from 1 to 65535.")
    return int(value)


def megabytes(name: str, *, default: int, most: int) -> int:
    """The environment variable `name`, a whole number of MiB from 0 to `most`."""
    value = os.environ.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) > most:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a number of MiB from 0 to {most}.")
    return int(value)


def folder(name: str, *, default: Path) -> Path:
    """The folder that the environment variable `name` names, made when it is missing."""
    path = Path(os.environ.get(name) or default).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        path = path.resolve()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, which can't be used ({reason}): name a folder.") from None
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, which this user can't write to: name another folder.")
    return path


def private_folder(path: Path) -> Path:
    """`path`, made when it is missing, that no other user of this machine may enter."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        raise ImproperlyConfigured(f"{str(path)!r} can't be used ({error.strerror}): see DATA_DIR.") from None
    return path


def site_url(port: int) -> str:
    """SITE_URL without a trailing slash; https everywhere but on this very machine."""
    value = (os.environ.get("SITE_URL") or f"http://localhost:{port}").rstrip("/")
    wrong = ImproperlyConfigured(f"SITE_URL is {value!r}: write it like https://news.example.org.")
    parts = split_url(value, wrong)
    beyond_the_host = parts.path or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in ("http", "https") or not parts.hostname or beyond_the_host:
        raise wrong
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", parts.hostname):
        raise wrong
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise ImproperlyConfigured(f"SITE_URL is {value!r}: http is for this machine only, write https://…")
    return value


def allowed_hosts(site_url: str) -> list[str]:
    """ALLOWED_HOSTS, a list with commas; by default SITE_URL's host, and this machine's names where that is one."""
    hosts = [host.strip() for host in (os.environ.get("ALLOWED_HOSTS") or "").split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]", host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS names {host!r}: write host names alone, like news.example.org,www.example.org."
            )
    if hosts:
        return hosts
    own = str(urlsplit(site_url).hostname)
    return ["localhost", "127.0.0.1", "[::1]"] if own in LOOPBACK_HOSTS else [own]


def secret_key() -> str | None:
    """SECRET_KEY; None when it is unset."""
    value = os.environ.get("SECRET_KEY")
    # Never repeated in the message: logs are read by more people than may know it.
    if value and (len(value) < 50 or len(set(value)) < 5):
        raise ImproperlyConfigured("SECRET_KEY is too easy to guess: write at least 50 random characters.")
    return value or None


def admin_path() -> str:
    """ADMIN_PATH without slashes around it."""
    value = (os.environ.get("ADMIN_PATH") or "admin").strip("/")
    if not re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", value):
        raise ImproperlyConfigured(f"ADMIN_PATH is {value!r}: write letters, digits, - and _, like desk-4711.")
    first = value.split("/")[0]
    if first in TAKEN_PATHS or first.isdigit():
        raise ImproperlyConfigured(f"ADMIN_PATH is {value!r}: readers' pages are there, choose another.")
    return value


def site_name() -> str:
    """SITE_NAME: one line."""
    value = (os.environ.get("SITE_NAME") or "Newsroom").strip()
    if len(value) > 120 or not value.isprintable():
        raise ImproperlyConfigured("SITE_NAME is not one line of at most 120 characters: shorten it.")
    return value


def site_language() -> str:
    """SITE_LANGUAGE: a language tag, written the way the database asks for."""
    value = os.environ.get("SITE_LANGUAGE") or "en"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value):
        raise ImproperlyConfigured(f"SITE_LANGUAGE is {value!r}: write a language tag like en, pt-BR or zh-Hant.")
    return value


def time_zone() -> str:
    """TIME_ZONE: the publication's, by which days are dated."""
    value = os.environ.get("TIME_ZONE") or "UTC"
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"TIME_ZONE is {value!r}: write one like Asia/Beirut.") from None
    return value


def mailer(*, secure: bool) -> dict[str, Any]:
    """How e-mail leaves, from EMAIL_URL: an entry of Django's MAILERS.

    Unset, it goes to this machine's own mail server where the site is public, else to standard error.
    """
    value = os.environ.get("EMAIL_URL") or ("smtp://localhost" if secure else "console:")
    wrong = ImproperlyConfigured(
        "EMAIL_URL can't be read: write it like smtp+tls://user:password@mail.example.org:587 (or smtps:, console:)."
    )
    parts = split_url(value, wrong)
    if parts.scheme in ("console", "dummy"):
        return {"BACKEND": f"django.core.mail.backends.{parts.scheme}.EmailBackend"}
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise wrong
    if parts.scheme == "smtp" and parts.username and parts.hostname not in LOOPBACK_HOSTS:
        raise ImproperlyConfigured(
            "EMAIL_URL sends a password unencrypted: write smtp+tls: or smtps: instead of smtp:."
        )
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def storage() -> tuple[dict[str, Any], str]:
    """Where uploaded pictures lie, from STORAGE_URL: an entry of Django's STORAGES, and the origin of their addresses.

    Unset, they lie on this machine's disk, and their origin is the site's own: "".
    """
    value = os.environ.get("STORAGE_URL")
    if not value:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}, ""
    # Without the value: it holds a secret.
    wrong = ImproperlyConfigured(
        "STORAGE_URL can't be read: write it like s3://KEY:SECRET@s3.example.org/bucket?region=eu&public=https://p.example."
    )
    parts = split_url(value, wrong)
    bucket, asked = parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)
    region = asked.pop("region", ["us-east-1"])[-1]
    scheme = _encrypted({"s3": "https", "s3+http": "http"}.get(parts.scheme, ""), parts.hostname, wrong)
    host = parts.netloc.rpartition("@")[2]
    public = split_url(asked.pop("public", [f"{scheme}://{host}/{bucket}"])[-1].rstrip("/"), wrong)
    _encrypted(public.scheme, public.hostname, wrong)
    if not parts.username or not parts.password or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
        raise wrong
    if not re.fullmatch(r"[a-z0-9-]+", region) or asked or parts.fragment or "@" in public.netloc or public.query:
        raise wrong
    if not find_spec("storages") or not find_spec("boto3"):
        raise ImproperlyConfigured("STORAGE_URL needs more packages: install requirements-s3.txt, or leave it out.")
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{scheme}://{host}",
        "bucket_name": bucket,
        "region_name": region,
        "custom_domain": public.netloc + public.path,
        "url_protocol": f"{public.scheme}:",
    }
    return {"BACKEND": "newsroom.bucket.Bucket", "OPTIONS": options}, f"{public.scheme}://{public.netloc}"


def purges() -> list[dict[str, Any]]:
    """Who is told what changed for readers, from CDN_PURGE_URL: several with spaces between them, the nearest first.

    Each says by which `method` and at which `url`, the `headers` that prove who asks, and the `member` of a JSON object
    that names what changed, or just says true where that service `takes_all`.
    """
    return [_purge(value) for value in (os.environ.get("CDN_PURGE_URL") or "").split()]


def _purge(value: str) -> dict[str, Any]:
    # Without the value: it holds a secret.
    wrong = ImproperlyConfigured(
        "CDN_PURGE_URL can't be read: write it like https://Fastly-Key:TOKEN@api.fastly.com/service/ID/purge"
        " (http: for this machine or a private network alone)."
    )
    parts = split_url(value, wrong)
    method, _, scheme = parts.scheme.rpartition("+")
    host = parts.hostname or ""
    name, secret = unquote(parts.username or ""), unquote(parts.password or "")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if method not in ("", "delete", "purge") or not (scheme == "https" or (scheme == "http" and _is_near(host))):
        raise wrong
    patterns = [(r"[A-Za-z0-9.:-]+", host), (r"[A-Za-z0-9-]*", name), (r"[ -~]*", secret), (r"[!-~]+", target)]
    if bool(name) is not bool(secret) or not all(re.fullmatch(pattern, part) for pattern, part in patterns):
        raise wrong
    if not (body := re.fullmatch(r"([A-Za-z_]+)(=true)?", parts.fragment or "surrogate_keys")):
        raise wrong
    return {
        "method": method.upper() or "POST",
        "url": f"{scheme}://{parts.netloc.rpartition('@')[2]}{target}",
        "headers": {name: secret} if name else {},
        "member": body[1],
        "takes_all": bool(body[2]),
    }


def _is_near(host: str) -> bool:
    """Whether `host` is this machine or one beside it: a private address, or a name of a network of one's own."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and "." not in host


def _encrypted(scheme: str, host: str | None, wrong: ImproperlyConfigured) -> str:
    """`scheme`, which is https, or http on this very machine; raises `wrong` for anything else."""
    is_fit = scheme == "https" or (scheme == "http" and host in LOOPBACK_HOSTS)
    if not host or not re.fullmatch(r"[A-Za-z0-9.:-]+", host) or not is_fit:
        raise wrong
    return scheme


def split_url(value: str, wrong: ImproperlyConfigured) -> SplitResult:
    """The parts of `value`; raises `wrong` for what is no URL, a port out of range included."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise wrong from None
    return parts
