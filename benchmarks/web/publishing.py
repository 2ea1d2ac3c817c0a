"""The newsroom at work, in a process beside: it publishes, schedules and takes down as it is told, line by line.

Each line that it reads is a JSON list, ["publish"], ["schedule", seconds] or ["withdraw", article]; it answers with
what it did and the moment of the commit by time.monotonic(), which is the same in all processes of a machine.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from newsroom.parent import end_with_parent

# Beyond all bulk articles there might be.
FROM_NUMBER = 4_000_000
TRANSLATOR, EDITOR = "bench-translator", "bench-editor"


class Publisher:
    """The other end of that process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def do(self, *words: object) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def publisher(environment: dict[str, str], drafts: int) -> Iterator[Publisher]:
    """A publisher on the database that `environment` names, with so many articles ready to be published."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "benchmarks.web.publishing", str(drafts)], env=os.environ | environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=end_with_parent,
    )  # fmt: skip
    assert process.stdout
    try:
        # It says so once the articles are there.
        process.stdout.readline()
        yield Publisher(process)
    finally:
        process.communicate()


def make_people(password: str) -> None:
    """The two who stand behind every article of this benchmark, where they are missing."""
    from articles.management.commands.create_member import create_member
    from articles.models import Member

    for name, group in ((TRANSLATOR, "Translators"), (EDITOR, "Editors")):
        if not Member.objects.filter(username=name).exists():
            create_member(name, [group], password)


def _main(drafts: int) -> None:
    import django

    django.setup()
    newsroom = _Newsroom(drafts)
    print("ready", flush=True)
    for line in sys.stdin:
        what, *details = json.loads(line)
        print(json.dumps(getattr(newsroom, what)(*details)), flush=True)


class _Newsroom:
    def __init__(self, drafts: int) -> None:
        from articles.intake.bulk import Shelves
        from articles.models import Article, Member

        people = {each.username: each for each in Member.objects.filter(username__in=(TRANSLATOR, EDITOR))}
        self.translator, self.editor = people[TRANSLATOR], people[EDITOR]
        first = Article.objects.filter(slug__startswith="bulk-4", pk__gt=0).filter(translator=self.translator).count()
        shelves = Shelves()
        self.waiting = [self._draft(FROM_NUMBER + first + n, shelves) for n in range(drafts)]

    def _draft(self, number: int, shelves: Any) -> Any:
        from articles import workflow
        from articles.intake.bulk import Draft
        from articles.intake.bulk_texts import text_of
        from articles.models import ArticleKeyword, Translation

        draft = Draft(text_of(number), shelves)
        draft.article.origin = "desk"
        draft.article.save()
        ArticleKeyword.objects.bulk_create(
            ArticleKeyword(content_object=draft.article, tag=keyword, position=position)
            for position, keyword in enumerate(draft.keywords)
        )
        Translation.objects.create(
            article=draft.article, source=draft.article.source, language="ar", availability="not-available",
            availability_reason="The outlet took it down.",
        )  # fmt: skip
        return workflow.transition(draft.article, "translated", by=self.translator)

    def publish(self, after: float = 0) -> dict[str, Any]:
        """Approve and publish the next; with `after`, in so many seconds by the database's clock."""
        from articles import workflow
        from articles.models import Listing
        from articles.workflow.record import database_now

        at = database_now() + timedelta(seconds=after) if after else None
        article = workflow.approve_and_publish(self.waiting.pop(0), by=self.editor, at=at)
        now = time.monotonic()
        listing = Listing.objects.get(pk=article.pk)
        opens = now if at is None else time.monotonic() + (listing.published_at - database_now()).total_seconds()
        return {"article": article.pk, "path": listing.get_absolute_url(), "at": opens}

    def schedule(self, after: float) -> dict[str, Any]:
        return self.publish(after)

    def withdraw(self, pk: int) -> dict[str, Any]:
        from articles import workflow
        from articles.models import Article

        article = Article.objects.get(pk=pk)
        workflow.take_down(article, by=self.editor, public_note="It named somebody who is in danger.")
        return {"article": pk, "at": time.monotonic()}

    def fix(self, pk: int, words: str) -> dict[str, Any]:
        """Another version of what is public, with other words in its standfirst."""
        from articles import workflow
        from articles.models import Article, Correction

        article = Article.objects.get(pk=pk)
        article.standfirst = words
        article.save()
        workflow.reissue(article, by=self.editor, correction=Correction(kind="update", text="There is more to say."))
        return {"article": pk, "at": time.monotonic()}


if __name__ == "__main__":
    _main(int(sys.argv[1]))
