"""What gunicorn writes down: what goes wrong here, and nothing of a request or of who sent it."""

from typing import Any

from gunicorn.glogging import Logger


class DiscreetLogger(Logger):
    """Gunicorn's logger, where it would name an address or what was asked for."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        # The sender was told; and by whom, or with what words, the address is tried is written down nowhere.
        if not str(msg).startswith("Invalid request from"):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        # The traceback says where it went wrong; the arguments are the request's method and address.
        if str(msg).startswith("Error handling request"):
            msg, args = "Error handling request", ()
        super().exception(msg, *args, **kwargs)
