"""What stands in front of the site is told what changed: tried with a server that answers as such services do."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

import pytest
from django.db import transaction

from articles import workflow
from articles.models import PagePart
from articles.purging import LONGEST_PAUSE, MOST_KEYS, SETTLED_SECONDS, SOON_SECONDS, Front
from articles.working import Follower
from tests.factories import make_editor, make_published, make_scheduled


class Cdn(ThreadingHTTPServer):
    """Notes what it is asked: method, path, keys in the header, body and token. Answers `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked: list[tuple[str, str, str, Any, str]] = []
        self.status = 200

    def how(self, **more: Any) -> dict[str, Any]:
        """As settings say it."""
        url = f"http://127.0.0.1:{self.server_port}/service/1/purge?soft=0"
        headers = {"Fastly-Key": "TOKEN"}
        return {"method": "POST", "url": url, "headers": headers, "member": "surrogate_keys", "takes_all": False} | more

    @property
    def keys(self) -> list[str]:
        return [asked[2] for asked in self.asked]


class Asked(BaseHTTPRequestHandler):
    server: Cdn

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        keys, token = self.headers["Surrogate-Key"], self.headers["Fastly-Key"]
        self.server.asked.append((self.command, self.path, keys, body, token))
        self.send_response(self.server.status)
        self.end_headers()

    do_PURGE = do_POST  # noqa: N815

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    with Cdn() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def told_everything(cdn: Cdn, **how: Any) -> Front:
    """A cache in front that knows nothing of before moment 10."""
    front = Front(cdn.how(**how), now=0)
    assert front.send(now=SOON_SECONDS)
    assert front.send(now=SETTLED_SECONDS)
    cdn.asked.clear()
    return front


def test_a_change_is_told_soon_and_again_when_no_older_page_can_be_on_its_way(cdn: Cdn) -> None:
    front = told_everything(cdn)

    front.note({"article-12", "source-5"}, now=10)
    front.send(now=10 + SOON_SECONDS)
    front.note({"photo-7"}, now=11)
    front.send(now=11 + SOON_SECONDS)
    for moment in (11.5, 10 + SETTLED_SECONDS, 11 + SETTLED_SECONDS, 60):
        front.send(now=moment)

    first, second = "article-12 lists source-5", "lists photo-7 photos"
    assert cdn.keys == [first, second, first, second]
    assert cdn.asked[0] == (
        "POST", "/service/1/purge?soft=0", first, {"surrogate_keys": ["article-12", "lists", "source-5"]}, "TOKEN"
    )  # fmt: skip


def test_who_begins_to_tell_tells_everything(cdn: Cdn) -> None:
    """Nobody knows what changed while nobody was there to tell."""
    front = Front(cdn.how(method="PURGE", member="purge_everything", takes_all=True), now=0)

    front.note({"article-1"}, now=0)
    front.send(now=SOON_SECONDS)
    front.send(now=SETTLED_SECONDS)
    front.note({f"article-{number}" for number in range(MOST_KEYS)}, now=10)
    front.send(now=10 + SOON_SECONDS)

    assert cdn.keys == ["site"] * 3
    assert [(asked[0], asked[3]) for asked in cdn.asked] == [("PURGE", {"purge_everything": True})] * 3


@pytest.mark.parametrize("status", [301, 401, 429, 503])
def test_what_was_not_taken_is_told_later_together_with_what_changed_since(
    cdn: Cdn, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    front = told_everything(cdn)
    cdn.status = status

    front.note({"article-1"}, now=10 - SOON_SECONDS)
    answers = [front.send(now=moment) for moment in (10, 10.5, 11, 11.5, 12, 13)]
    front.note({"article-2"}, now=13)
    cdn.status = 200
    recovered = front.send(now=13 + LONGEST_PAUSE)

    # After a second, two more, four more; in between it is left alone.
    assert answers == [False] * 6
    assert cdn.keys == [*["article-1 lists"] * 3, "article-1 article-2 lists"]
    assert recovered
    assert front.send(now=99)
    assert len(cdn.asked) == 4
    assert caplog.messages == [f"127.0.0.1 can't be told what changed (it answers {status}): trying on."]


def turn(follower: Follower, *, until: Callable[[], object]) -> None:
    """Have the worker look again and again, for a minute at most."""
    end = monotonic() + 60
    while not until():
        assert monotonic() < end, "It didn't happen."
        follower.turn()


@pytest.mark.usefixtures("committed_db")
def test_a_worker_tells_what_changed_and_makes_the_parts_of_pages_anew(cdn: Cdn, settings: Any) -> None:
    settings.CDN_PURGES = [cdn.how()]
    follower = Follower()
    with transaction.atomic():
        scheduled = make_scheduled()
    turn(follower, until=lambda: cdn.asked)
    begun = cdn.keys
    follower.fronts = [told_everything(cdn)]

    with transaction.atomic():
        article = make_published()
    turn(follower, until=lambda: cdn.asked)
    kinds = set(PagePart.objects.filter(listing=article.pk).values_list("kind", flat=True))
    with transaction.atomic():
        workflow.take_down(article, by=make_editor(), public_note="It named somebody who is in danger.")
    turn(follower, until=lambda: len(cdn.asked) > 1)
    follower.watch.close()

    published, taken_down = (set(keys.split()) for keys in cdn.keys[:2])
    assert begun == ["site"]
    assert {f"article-{article.pk}", "lists"} <= published
    assert f"article-{scheduled.pk}" not in published
    assert {f"article-{article.pk}", "lists"} <= taken_down
    assert kinds == {"teaser", "article"}


def test_where_nobody_answers_it_is_kept_for_later_without_a_word_of_the_secret(
    cdn: Cdn, caplog: pytest.LogCaptureFixture
) -> None:
    front = told_everything(cdn)
    answering = front.how
    front.how = answering | {"url": "http://127.0.0.1:1/SECRET", "headers": {"Fastly-Key": "SECRET"}}
    front.note({"article-1"}, now=10 - SOON_SECONDS)

    lost = front.send(now=10)
    front.how = answering
    found = front.send(now=11)

    assert (lost, found, cdn.keys) == (False, True, ["article-1 lists"])
    assert "SECRET" not in caplog.text
