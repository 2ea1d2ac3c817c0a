"""nginx in front of a site on this machine, with deploy/nginx.conf as it is but for names, ports and folders."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from newsroom.parent import end_with_parent

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
START_SECONDS = 20
# What surrounds a configuration of one site; Debian's own does the same.
AROUND = """
{user}
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    include {folder}/newsroom.conf;
}}
"""


class NoNginx(Exception):
    """nginx is missing, or refuses the configuration; the message says what to do."""


@dataclass(frozen=True)
class Ports:
    """Where nginx listens: for readers, plainly and with TLS, and for purges."""

    plain: int
    tls: int
    purge: int

    @property
    def purge_url(self) -> str:
        return f"http://127.0.0.1:{self.purge}/purge"


def free_ports() -> Ports:
    with socket.socket() as one, socket.socket() as two, socket.socket() as three:
        sockets = (one, two, three)
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return Ports(*(int(each.getsockname()[1]) for each in sockets))


@contextmanager
def nginx(folder: Path, origin: int, ports: Ports) -> Iterator[None]:
    """nginx at `ports`, before what answers at port `origin`; its files are in `folder`, and begin empty."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    openssl = shutil.which("openssl")
    if not program or not openssl:
        raise NoNginx("nginx or openssl is missing: apt-get install nginx-light openssl.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _certify(openssl, folder)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    (folder / "newsroom.conf").write_text(configured(CONFIGURATION.read_text(), folder, origin, ports))
    command = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)  # noqa: S603
    if tried.returncode:
        raise NoNginx(f"nginx refuses deploy/nginx.conf: {tried.stderr.strip()}")
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent)  # noqa: S603
    try:
        _wait(ports.plain)
        yield
    finally:
        process.terminate()
        process.wait()


def configured(text: str, folder: Path, origin: int, ports: Ports) -> str:
    """The configuration `text` for this machine; what came from the cache says so (X-Cache)."""
    changes = {
        "    listen 80;\n    listen [::]:80;\n": "    listen unix:{folder}/unused;\n",
        "    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n": (
            "    listen 127.0.0.1:{plain};\n    listen 127.0.0.1:{tls} ssl http2;\n"
        ),
        "/etc/letsencrypt/live/news.example.org/": "{folder}/",
        "/var/cache/newsroom": "{folder}/cache",
        "/var/log/nginx/newsroom.log": "{folder}/newsroom.log",
        "server 127.0.0.1:8000;": "server 127.0.0.1:{origin};",
        "127.0.0.1:8081": "127.0.0.1:{purge}",
        "news.example.org": "localhost",
        "    server_tokens off;\n": "    server_tokens off;\n    add_header X-Cache $upstream_cache_status always;\n",
    }
    for before, after in changes.items():
        if before not in text:
            raise NoNginx(f"deploy/nginx.conf no longer says {before.strip()!r}: see benchmarks/in_front.py.")
        values = {"folder": folder, "origin": origin, "plain": ports.plain, "tls": ports.tls, "purge": ports.purge}
        for name, value in values.items():
            after = after.replace(f"{{{name}}}", str(value))
        text = text.replace(before, after)
    return text


def _certify(openssl: str, folder: Path) -> None:
    """A certificate that nobody but this trial trusts."""
    subprocess.run(  # noqa: S603
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        capture_output=True, check=True,
    )  # fmt: skip


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise NoNginx(f"nginx doesn't listen at port {port}.")
