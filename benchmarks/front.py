"""`python -m benchmarks.front`: a demo newsroom behind nginx, with the configuration that is delivered, and what is
promised of it: quick, exact, and never a page that was withdrawn.

Ends with status 1 where a promise is broken, and where nginx or wrk is missing: then it says so.
"""

import gzip
import http.client
import os
import shutil
import signal
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]

from benchmarks.in_front import NoNginx, Ports, free_ports, nginx
from benchmarks.report import Report, say
from benchmarks.web.wrk import Asked, NoWrk, find_wrk, run

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "front"
JUNK = 1_000
# A purge may come in between.
FEW = 10
# A page says half a minute, and half a minute more while it is fetched anew.
GONE_SECONDS = 60
# Seen by a worker, and by every process of the site.
SEEN_SECONDS = 2.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The header of that name, in small letters; "" where there is none."""
        return next((value for each, value in self.headers if each.lower() == name), "")

    @property
    def is_hit(self) -> bool:
        return self["x-cache"] == "HIT"


@dataclass
class Front:
    """How readers ask."""

    ports: Ports

    def get(self, path: str, headers: dict[str, str] | None = None, *, tls: bool = False) -> Answer:
        if tls:
            context = ssl._create_unverified_context()  # noqa: S323 (a certificate of this trial's own)
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "localhost", self.ports.tls, timeout=30, context=context
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.ports.plain, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": ""} | (headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()


def files() -> int:
    """How many answers nginx keeps."""
    return sum(path.is_file() for path in (FOLDER / "nginx" / "cache").rglob("*"))


class Trial:
    def __init__(self, report: Report, front: Front) -> None:
        self.report, self.front = report, front

    def holds(self, what: str, holds: bool, measured: str = "") -> None:
        self.report.add(what, measured or ("yes" if holds else "no"), "", is_met=holds)

    def warm(self, path: str) -> None:
        """Have it in the cache."""
        for _ in range(2):
            self.front.get(path)

    def kept(self, path: str) -> None:
        """What is kept, in which forms, and what of a reader gets into it: nothing."""
        self.report.title("What nginx keeps")
        # The worker has just begun, and told everything.
        self.until(lambda: self.front.get(path).is_hit, time.monotonic() + SEEN_SECONDS)
        first, again = self.front.get(path), self.front.get(path)
        self.holds("an article comes from the cache", again.is_hit and first.body == again.body)
        junk = [f"{path}?utm_source={n}&junk[]={n}%00" for n in range(JUNK)]
        missed = sum(not self.front.get(each).is_hit for each in junk)
        self.holds(f"{JUNK:,} junk addresses of it are one page", missed <= FEW, f"{missed} asked of the newsroom")
        kept = files()
        for number in range(50):
            self.front.get(f"/latest/?junk={number}")
        self.holds("made-up parameters of a list fill nothing", files() == kept)
        unpack: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
        for asked, coding in {"gzip, deflate, br, zstd": "br", "gzip;q=1.0, br;q=0": "gzip", "identity": ""}.items():
            for _ in range(2):
                answer = self.front.get(path, {"Accept-Encoding": asked})
            is_right = answer["content-encoding"] == coding and answer.is_hit
            self.holds(
                f"“{asked}” gets {coding or 'plain text'}", is_right and unpack[coding](answer.body) == first.body
            )
        etag = first["etag"]
        self.holds("who has it already gets 304", self.front.get(path, {"If-None-Match": etag}).status == 304, etag)
        secure = self.front.get(path, tls=True)
        self.holds("over TLS it is the same", secure.body == first.body)
        names = [name.lower() for name, _value in secure.headers]
        self.holds("no header comes twice", len(names) == len(set(names)), f"{len(names)} headers")
        self.holds("nobody learns what pages are made of", not secure["surrogate-key"])

    def apart(self, path: str, cookie: str) -> None:
        """Who is signed in, and everybody else."""
        self.report.title("Members and readers")
        reader = self.front.get(path)
        member = self.front.get(path, {"Cookie": f"a=b; {cookie}"})
        self.holds("a member gets their own page", member.body != reader.body and not member.is_hit)
        self.holds("which nobody else gets", self.front.get(path).body == reader.body)
        self.holds("other cookies change nothing", self.front.get(path, {"Cookie": "visits=9; notsession=1"}).is_hit)
        for desk in ("/admin/login/", "/admin/", "/preview/AAAA/"):
            answers = [self.front.get(desk) for _ in range(3)]
            self.holds(f"{desk} is never kept", not any(answer["x-cache"] for answer in answers))

    def bad(self, path: str) -> None:
        self.report.title("Bad input")
        statuses = {
            "a header of 40,000 bytes": self.front.get(path, {"X-Junk": "x" * 40_000}).status,
            "a query of 40,000 bytes": self.front.get(f"{path}?{'x' * 40_000}").status,
            "another host": self.front.get(path, {"Host": "evil.example"}).status,
        }
        for what, status in statuses.items():
            self.holds(f"{what} is refused", status in (400, 414, 421, 431, 444), str(status))
        self.holds("and the site goes on", self.front.get(path).status == 200)

    def exact(self, editor: Any) -> None:
        """What `editor` does is seen, and what they withdraw is gone."""
        self.report.title("Exact")
        from articles import workflow
        from articles.models import Correction
        from tests.factories import make_published

        self.warm("/latest/")
        article = make_published(editor=editor)
        path = article.listing.get_absolute_url()
        self.seen("published: on the list", lambda: path.encode() in self.front.get("/latest/").body)
        self.warm(path)
        article.standfirst = "Other words than before."
        article.save()
        workflow.reissue(article, by=editor, correction=Correction(kind="update", text="There is more to say."))
        self.seen("corrected: seen", lambda: b"Other words than before." in self.front.get(path).body)
        self.warm(path)
        workflow.take_down(article, by=editor, public_note="It named somebody who is in danger.")
        self.seen("withdrawn: gone", lambda: self.front.get(path).status == 410)
        later = set()
        for _ in range(40):
            time.sleep(0.1)
            later.add(self.front.get(path).status)
        self.holds("and stays gone", later == {410}, str(sorted(later)))
        opens = workflow.database_now() + timedelta(seconds=5)
        scheduled = make_published(editor=editor, at=opens).listing.get_absolute_url()
        self.warm("/latest/")
        time.sleep(max(0.0, (opens - workflow.database_now()).total_seconds()))
        self.seen("scheduled: there at its moment", lambda: scheduled.encode() in self.front.get("/latest/").body)

    def seen(self, what: str, holds: Callable[[], bool]) -> None:
        """A row that says how long it takes from now on until it `holds`."""
        took = self.until(holds, time.monotonic())
        self.holds(what, took <= SEEN_SECONDS, f"{took:.2f} s")

    def until(self, holds: Callable[[], bool], began: float) -> float:
        while not holds() and time.monotonic() < began + 90:
            time.sleep(0.02)
        return time.monotonic() - began

    def quick(self, path: str, seconds: float) -> None:
        self.report.title("Quick")
        for encoding in ("", "gzip, deflate, br"):
            headers = {"Accept-Encoding": encoding}
            asked = Asked(f"http://127.0.0.1:{self.front.ports.plain}", [path], {"Host": "localhost", **headers})
            said = run(asked, seconds)
            size = len(self.front.get(path, headers).body)
            measured = f"{said.a_second:,.0f} a second"
            self.report.add(f"article, {size:,} bytes", measured, "wrk, 16 connections", is_met=not said.errors)

    def dead(self, path: str, stop: Callable[[], Any]) -> None:
        self.report.title("The newsroom is gone")
        self.warm(path)
        stop()
        time.sleep(GONE_SECONDS + 1)
        answers = {self.front.get(each).status for each in (path, "/", "/latest/")}
        self.holds(f"after {GONE_SECONDS} s no copy is shown", not answers & {200, 304}, str(sorted(answers)))


def main() -> int:
    report = Report()
    from benchmarks.audit.newsroom_here import newsroom

    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        find_wrk()
        ports = free_ports()
        with (
            newsroom(FOLDER / "newsroom", CDN_PURGE_URL=ports.purge_url) as origin,
            nginx(FOLDER / "nginx", int(origin.rpartition(":")[2]), ports),
        ):
            _try(Trial(report, Front(ports)))
    except (NoNginx, NoWrk) as error:
        say(str(error))
        return 1
    print(report)
    return 1 if report.missed else 0


def _try(trial: Trial) -> None:
    from django.contrib.auth.models import Group

    from articles.models import Listing
    from tests.factories import make_editor

    editor = make_editor()
    editor.groups.add(*Group.objects.filter(name="Publishers"))
    path = Listing.public.newest_first()[0].get_absolute_url()
    trial.kept(path)
    trial.apart(path, _cookie(editor))
    trial.bad(path)
    trial.exact(editor)
    trial.quick(path, 5)
    trial.dead(path, _stop_the_site)


def _cookie(member: Any) -> str:
    """The cookie of `member`, signed in to the desk."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(member)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _stop_the_site() -> None:
    """Whatever answers at its port falls silent."""
    from benchmarks.web.processes import family

    for pid in family(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes() if Path(f"/proc/{pid}").exists() else b""
        if b"newsroom.serve" in command:
            os.kill(pid, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
