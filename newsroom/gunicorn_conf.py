"""How gunicorn serves the site: `gunicorn --config python:newsroom.gunicorn_conf newsroom.wsgi`.

GUNICORN_CMD_ARGS changes single settings of an installation, as in GUNICORN_CMD_ARGS="--workers 4".
"""

from pathlib import Path
from typing import Any

from gunicorn.http.wsgi import Response

from newsroom.logs import DiscreetLogger
from newsroom.parent import end_with_parent
from newsroom.startup import leave_what_stays, plain_refusals, read_settings

with plain_refusals():
    read_settings()
    from django.conf import settings

bind = [f"0.0.0.0:{settings.PORT}"]
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 5
limit_request_line = 4094
limit_request_field_size = 8190
# Readers' addresses and what they read are written down nowhere.
accesslog = None
errorlog = "-"
logger_class = DiscreetLogger
loglevel = "warning"
# It would be made in the home folder of whoever runs this.
control_socket_disable = True
# Heartbeats of the workers belong in memory: on a busy disk a worker that waits for its own looks dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def post_fork(arbiter: Any, worker: Any) -> None:
    # A worker whose master was killed would hold the port for another second or two.
    end_with_parent()


def post_worker_init(worker: Any) -> None:
    leave_what_stays()


_default_headers = Response.default_headers


def _headers_without_server(response: Response) -> list[str]:
    return [header for header in _default_headers(response) if not header.startswith("Server:")]


# What serves the site, and in which version, is nobody's business; gunicorn has no setting for it.
Response.default_headers = _headers_without_server
