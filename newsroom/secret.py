"""The secret key of an installation that was not given one."""

import secrets
from pathlib import Path

from newsroom.locks import LockFile


def kept_secret(data_dir: Path) -> str:
    """The key kept in `data_dir`, made on first use and readable by its owner alone."""
    path = data_dir / "secret-key"
    if not path.exists():
        # Of two processes that start at once, both must come to read the same key, and none a half-written one.
        with LockFile(data_dir / "secret-key.lock").held():
            if not path.exists():
                draft = data_dir / "secret-key.draft"
                draft.touch(mode=0o600)
                draft.write_text(secrets.token_urlsafe(50))
                draft.replace(path)
    return path.read_text().strip()
