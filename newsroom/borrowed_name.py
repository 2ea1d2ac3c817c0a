"""Runs a program under another user's number inside a user namespace of its own: `borrowed_name.py UID GID PROGRAM …`.

PostgreSQL refuses to run as root. In here it sees the given numbers, while outside every file stays its caller's own:
no user is made and no permission is changed. A script of its own, as only a process with one thread may do this.
"""

import os
import sys
from pathlib import Path


def main() -> None:
    inner_user, inner_group, program, *arguments = sys.argv[1:]
    user, group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    # user_namespaces(7): the group map may only be written once setgroups is given up.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inner_user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{inner_group} {group} 1")
    os.execv(program, [program, *arguments])  # noqa: S606 -- the launcher's own program, without a shell


if __name__ == "__main__":
    main()
