"""How a process begins that works beside another. Nothing here needs models: they are there once it has begun."""

import os
import signal
import threading
import time
from typing import Any

import django
from django.db import connections


def begin(parent: int, database: dict[str, Any] | None = None) -> None:
    """Leave signals to the process that is worked for, and end with it, however that ended.

    `database`: the settings of the one that it works on, where that may be another than it would find by itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    django.setup()
    if database is not None:
        connections["default"].settings_dict.update(database)
