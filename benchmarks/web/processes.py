"""What processes take, by Linux's own account in /proc: processor time, memory; and who holds a connection."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
# A process that takes less of a processor than this is idle.
_IDLE_SHARE = 0.06


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none where the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def children(pid: int) -> list[int]:
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return sorted(each for each in pids if (fields := _stat(each)) and int(fields[1]) == pid)


def family(root: int) -> list[int]:
    """`root`, its children, and theirs."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (fields := _stat(int(path.name))):
            parents.setdefault(int(fields[1]), []).append(int(path.name))
    found, to_do = list[int](), [root]
    while to_do:
        pid = to_do.pop()
        found.append(pid)
        to_do += parents.get(pid, [])
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def cpu_seconds(pids: Iterable[int]) -> float:
    """What they took of the processors since they began, with those children of theirs that have ended."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))) / _TICKS


def started(pid: int) -> float:
    """The moment it was started, by time.clock_gettime(CLOCK_BOOTTIME)."""
    return int(_stat(pid)[19]) / _TICKS


def busy_seconds() -> float:
    """What all processes of the machine together took of its processors."""
    fields = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    user, nice, system, _idle, _wait, interrupts, soft, stolen = fields
    return (user + nice + system + interrupts + soft + stolen) / _TICKS


def let_settle(pids: Iterable[int], at_most: float = 30) -> None:
    """Wait until they have done what was left to do: what nobody waits for any more is still answered."""
    pids, until = list(pids), time.monotonic() + at_most
    while time.monotonic() < until:
        before = cpu_seconds(pids)
        time.sleep(0.25)
        if cpu_seconds(pids) - before <= _IDLE_SHARE * 0.25 * CORES:
            return


@contextmanager
def paused(pids: Iterable[int]) -> Iterator[None]:
    """Within, these processes do nothing."""
    pids = list(pids)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@dataclass(frozen=True)
class Memory:
    """In MiB: `own` counts a page that several processes share by each one's part of it."""

    resident: float
    own: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.resident + other.resident, self.own + other.own)


def resident(pid: int) -> float:
    """MiB, told at once: the rest of what `memory` tells keeps a process waiting."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def memory(pid: int) -> Memory:
    """Nothing where the process is gone."""
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found = dict(re.findall(r"^(Rss|Pss):\s+(\d+)", text, re.MULTILINE))
        if found:
            return Memory(int(found["Rss"]) / 1024, int(found["Pss"]) / 1024)
    return Memory(0, 0)


def memory_of(pids: Iterable[int]) -> Memory:
    return sum((memory(pid) for pid in pids), Memory(0, 0))


def peer_of(connection: socket.socket | None, among: Iterable[int]) -> int | None:
    """Which of the processes `among` holds the other end of `connection`, on this machine; None once it is closed."""
    if connection is None:
        return None
    ours, theirs = connection.getsockname()[1], connection.getpeername()[1]
    wanted = f":{theirs:04X}", f":{ours:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(wanted[0]) and fields[2].endswith(wanted[1]):
            return _holder(f"socket:[{fields[9]}]", among)
    return None


def _holder(name: str, among: Iterable[int]) -> int | None:
    for pid in among:
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            for handle in Path(f"/proc/{pid}/fd").iterdir():
                # Closed meanwhile, or another user's.
                with suppress(FileNotFoundError, PermissionError):
                    if str(handle.readlink()) == name:
                        return pid
    return None
