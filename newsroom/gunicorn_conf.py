"""How gunicorn serves the site: `gunicorn --config python:newsroom.gunicorn_conf newsroom.wsgi`.

GUNICORN_CMD_ARGS changes single settings of an installation, as in GUNICORN_CMD_ARGS="--workers 4".
"""

import os
from pathlib import Path
from typing import Any

from newsroom.logs import DiscreetLogger
from newsroom.parent import end_with_parent
from newsroom.startup import give_back_what_is_free, leave_what_stays, plain_refusals, read_settings, warm_up

with plain_refusals():
    read_settings()
    from django.conf import settings

from newsroom.database import fits_the_server
from newsroom.page_cache import start_watching
from newsroom.serving.together import ALL, DESK, SITE, Together

bind = [f"0.0.0.0:{settings.PORT}"]
worker_class = "newsroom.serving.worker.Worker"
# Two for readers, and one for the desk where that is served too. A lone one serves all.
workers = 3 if settings.SERVE == "both" else 2
threads = 4
worker_connections = 1000
# What is loaded once is shared by all processes.
preload_app = True
timeout = 60
graceful_timeout = 20
# Longer than proxies keep theirs: a connection that waits costs next to nothing.
keepalive = 65
limit_request_line = 4094
limit_request_field_size = 8190
# No proxy has a say in which part of an address is ours.
forwarder_headers = ""
# Readers' addresses and what they read are written down nowhere.
accesslog = None
errorlog = "-"
logger_class = DiscreetLogger
loglevel = "warning"
# It would be made in the home folder of whoever runs this.
control_socket_disable = True
# Heartbeats of the workers belong in memory: on a busy disk a worker that waits for its own looks dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

_together = Together()
# The processes up to this age are being replaced.
_replaced = 0


def on_starting(arbiter: Any) -> None:
    with plain_refusals():
        fits_the_server(processes=arbiter.num_workers, threads=arbiter.cfg.threads)
    give_back_what_is_free()
    warm_up()
    leave_what_stays()


def on_reload(arbiter: Any) -> None:
    global _replaced
    _replaced = arbiter.worker_age


def pre_fork(arbiter: Any, worker: Any) -> None:
    if settings.SERVE == "both" and arbiter.num_workers > 1:
        desk_is_there = any(each.role == DESK and each.age > _replaced for each in arbiter.WORKERS.values())
        worker.role = SITE if desk_is_there else DESK
    else:
        worker.role = ALL
    worker.together = _together


def post_worker_init(worker: Any) -> None:
    if worker.role == SITE:
        # However many readers there are, the desk comes first.
        os.nice(5)
    # Who edits is never answered from memory.
    if worker.role & SITE:
        start_watching()


def post_fork(arbiter: Any, worker: Any) -> None:
    # A worker whose master was killed would hold the port for another second or two.
    end_with_parent()
