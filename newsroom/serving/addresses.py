"""Which processes serve an address, and how much may be sent to it."""

from django.conf import settings
from gunicorn.util import unquote_to_wsgi_str

from newsroom.serving.together import ALL, DESK, SITE


def role_of(target: str) -> int:
    """Who serves the path `target`, as it stands in a request: the desk's processes, the site's, or any."""
    path = unquote_to_wsgi_str(target)
    if path.startswith((f"/{settings.ADMIN_PATH}/", "/preview/")) or path == f"/{settings.ADMIN_PATH}":
        return DESK
    # The desk's pages are made of these too, and a member is not to wait for them behind readers.
    return ALL if path.startswith(settings.STATIC_URL) else SITE
