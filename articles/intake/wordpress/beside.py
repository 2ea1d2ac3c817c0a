"""How a process begins that reads ahead. Nothing here needs models: they are there once it has begun."""

import os
import signal
import threading
import time

import django


def begin(parent: int) -> None:
    """Leave signals to the process that is read for, and end with it, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    django.setup()
