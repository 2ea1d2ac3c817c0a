"""One run of a moving-in, step by step and batch by batch."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from articles import redirecting
from articles.models import Import, ImportedItem, Source
from articles.workflow import database_now

from .ahead import Ahead, Asked, Text, prepare, reading_ahead
from .filing import Credits, Shelves, Vocabulary
from .findable import becoming_findable
from .items import Item, Survey, Term
from .ledger import Brought, brought, write_down
from .mapping import Map, folded
from .old_addresses import OldAddresses, refused_address
from .pages import Pages, Place, place_of
from .pictures import Pictures
from .posts import Desk, bring_posts, headline_of
from .progress import Progress
from .reading import items
from .report import CHANGED_MOST, Tally
from .shortcodes import with_gallery

BATCH = 200
# A batch is smaller where its texts are long, so that memory stays bounded.
BATCH_TEXT = 2_000_000
# What an item takes, in seconds, as measured once; what is left out or there already costs little.
COST = {"term": 0.0005, "attachment": 0.001, "public": 0.006, "draft": 0.004, "left_out": 0.0008, "known": 0.0003}
COST_OF_A_FILE, COST_OF_A_KEYWORD = 0.5, 0.0002
IN_THE_BIN = ("trash", "auto-draft", "inherit")
ATTACHMENT = "attachment"


class Stopped(Exception):
    """Somebody asked it to stop, and a batch was finished."""


@dataclass(slots=True)
class Batch:
    """Some items: how many, those that no run has brought in yet, those that stand in the files twice; and of the
    first the posts, with their texts as they were asked for."""

    size: int
    fresh: list[Brought]
    twice: list[Brought]
    posts: list[Brought]
    asked: Asked


class Run:
    """What the steps share."""

    def __init__(
        self,
        import_: Import,
        map_: Map,
        language: str,
        files: Sequence[tuple[str, Path]],
        surveys: Sequence[tuple[str, Survey]],
        tally: Tally,
        tell: Callable[[Import], None],
        stops: Callable[[], bool],
    ) -> None:
        self.import_, self.map, self.language, self.files = import_, map_, language, files
        self.surveys, self.tally, self.stops = surveys, tally, stops
        self.site = import_.site
        self.terms: list[tuple[str, Term]] = [(file, term) for file, each in surveys for term in each.terms]
        self.vocabulary = Vocabulary()
        self.shelves = Shelves(self.site, map_, self.vocabulary)
        self.credits = Credits(self.site, [(file, author) for file, each in surveys for author in each.authors])
        self.pictures = Pictures(self.site)
        self.addresses = OldAddresses(self.site, map_, [term for _file, term in self.terms])
        self.places: dict[str, Place] = {}
        self.picture_pages: dict[str, list[str]] = {}
        self.pictures_of: dict[str, list[str]] = {}
        self.seen: set[int] = set()
        self.now = database_now()
        self.zone = ZoneInfo(map_.time_zone) if map_.time_zone else UTC
        self.progress = Progress(import_, tell, aside=import_.is_dry_run)
        self.progress.plan(self._plan())

    def _plan(self) -> dict[str, float]:
        """What each step will take, in seconds, as far as the survey and the ledger tell."""
        reading = sum(each.seconds_to_read for _file, each in self.surveys)
        known = ImportedItem.objects.filter(site=self.site, file__in=[file for file, _path in self.files])
        there = {each: known.filter(kind=each).count() for each in (ATTACHMENT, "post")}
        attachments = sum(each.counts[ATTACHMENT] for _file, each in self.surveys)
        statuses = {name: sum(each.statuses[name] for _file, each in self.surveys) for name in ("publish",)}
        articles = sum(
            number
            for _file, each in self.surveys
            for kind, number in each.counts.items()
            if self.map.place(kind) in ("article", "page")
        )
        others = sum(sum(each.counts.values()) for _file, each in self.surveys) - attachments - articles
        public = min(statuses["publish"], articles)
        fresh = 1 - min(there["post"] / articles, 1) if articles else 1.0
        posts = (public * COST["public"] + (articles - public) * COST["draft"]) * fresh + others * COST["left_out"]
        self.number_of_posts = max(articles - there["post"], 0)
        self.reading_cost = reading / max(1, attachments + articles + others)
        plan = {
            "terms": len(self.terms) * COST["term"],
            "attachments": max(attachments - there[ATTACHMENT], 0) * COST["attachment"] + reading,
            "posts": posts + there["post"] * COST["known"] + reading,
            "addresses": len(self.terms) * COST["term"],
            "keywords": len(self.terms) * COST_OF_A_KEYWORD,
        }
        if self.import_.uploads:
            waiting = ImportedItem.objects.filter(site=self.site, outcome=ImportedItem.Outcome.WAITS).count()
            plan["files"] = (attachments - there[ATTACHMENT] + waiting) * COST_OF_A_FILE
        return plan

    def check_in(self) -> None:
        """Between two transactions: stop here, if somebody asked for it."""
        if self.stops():
            raise Stopped

    # --- Steps ---------------------------------------------------------------------------------

    def terms_and_authors(self) -> None:
        self.progress.begin("terms")
        with transaction.atomic():
            for file, term in self.terms:
                self.shelves.file(term, file=file)
            self.shelves.make()
            self.credits.file()
        self.tally.further += self.credits.left_out()
        self.progress.did(len(self.terms) * COST["term"])
        self.check_in()

    def attachments(self) -> None:
        """Rows for the pictures; and, for later, which pages stood where."""
        self.progress.begin("attachments")

        def is_wanted(kind: str) -> bool:
            return kind == ATTACHMENT or self.map.place(kind) == "page"

        for batch in batches(self._items(is_wanted)):
            for _file, item in batch:
                if item.kind != ATTACHMENT:
                    self.places[item.post_id] = place_of(item, self.now)
            attachments = [(file, item) for file, item in batch if item.kind == ATTACHMENT]
            for _file, item in attachments:
                if item.parent:
                    self.pictures_of.setdefault(item.parent, []).append(item.post_id)
                    self.picture_pages.setdefault(item.parent, []).extend(self.addresses.of_item(item))
            with transaction.atomic():
                fresh, twice = self._fresh(attachments)
                self.pictures.file(fresh)
                write_down(twice)
            self._counted(fresh, twice)
            self.progress.did(len(fresh) * COST["attachment"] + len(batch) * self.reading_cost)
            self.check_in()

    def posts_and_pages(self) -> None:
        self.progress.begin("posts")
        # What the survey left stays to the end: no reason to look through it again and again.
        gc.collect()
        gc.freeze()
        slugs = {(term.taxonomy, folded(term.name)): term.slug for _file, term in reversed(self.terms)}
        desk = Desk(
            self.site, self.map, self.language, self.shelves, self.credits, self.pictures, self.addresses,
            self.picture_pages, slugs,
        )  # fmt: skip
        pages = Pages(self.site, self.pictures, self.addresses, self.places, self.pictures_of)
        known = tuple(
            dict.fromkeys([*self.map.outlets, *Source.objects.order_by("name").values_list("name", flat=True)])
        )
        how = partial(prepare, site=self.site, disclaimers=self.map.disclaimers, known=known)
        with reading_ahead(how, number=self.number_of_posts) as ahead, becoming_findable() as findable:
            for batch in self._batches_ahead(ahead):
                with transaction.atomic():
                    self._bring(batch, ahead, desk, pages)
                findable.add([each.row.article_id for each in batch.posts if each.is_public and each.row.article_id])
                self._counted(batch.fresh, batch.twice)
                there = batch.size - len(batch.fresh) - len(batch.twice)
                self.progress.did(sum(map(self._cost, batch.fresh)) + there * COST["known"])
                self.check_in()

    def _batches_ahead(self, ahead: Ahead) -> Iterator["Batch"]:
        """Batches with their texts asked for, one batch ahead of the one that is given."""
        waiting: Batch | None = None
        for items_ in batches(self._items(lambda kind: kind != ATTACHMENT)):
            fresh, twice = self._fresh(items_)
            for each in fresh:
                self._leave_out(each)
            posts = [each for each in fresh if self._becomes(each) == "article"]
            texts = [self._text(each.item) for each in posts]
            following = Batch(len(items_), fresh, twice, posts, ahead.ask(texts))
            if waiting:
                yield waiting
            waiting = following
        if waiting:
            yield waiting

    def _text(self, item: Item) -> Text:
        content = with_gallery(item.content, self.pictures_of.get(item.post_id, ()))
        return Text(content, headline_of(self.map, item)[0], item.line)

    def _becomes(self, each: Brought) -> str:
        return "" if each.row.outcome else self.map.place(each.item.kind)

    def _leave_out(self, each: Brought) -> None:
        """What is neither an article nor a page is left out, and says so."""
        if self.map.place(each.item.kind) not in ("article", "page"):
            words = _("Of the kind “%(kind)s” nothing is brought in.")
            each.leave_out("kind-left-out", words % {"kind": each.item.kind})
            # What readers sent in, in forms and orders, has their names and addresses for its title.
            each.row.title = ""
        elif each.item.status in IN_THE_BIN:
            words = _("It was in the bin there, or never saved (%(status)s), and was left out.")
            each.leave_out("in-the-bin", words % {"status": each.item.status})

    def _bring(self, batch: "Batch", ahead: Ahead, desk: Desk, pages: Pages) -> None:
        pages_of_it = [each for each in batch.fresh if self._becomes(each) == "page"]
        bring_posts(desk, list(zip(batch.posts, ahead.answers(batch.asked), strict=True)), now=self.now)
        pages.bring(pages_of_it, now=self.now)
        leads = [(each, pair) for each in batch.fresh for pair in each.leads]
        for number, _words in redirecting.make_all(pair for _each, pair in leads).refused:
            each, (old, _new) = leads[number]
            each.note("old-address-refused", refused_address(old))
        write_down(sorted([*batch.fresh, *batch.twice], key=lambda each: each.row.line))

    # --- Items ---------------------------------------------------------------------------------

    def _items(self, kinds: Callable[[str], bool]) -> Iterator[tuple[str, Item]]:
        for file, path in self.files:
            for item in items(path, kinds=kinds, zone=self.zone):
                yield file, item

    def _fresh(self, batch: Sequence[tuple[str, Item]]) -> tuple[list[Brought], list[Brought]]:
        """Those that no run has brought in yet, and those that are in the files twice; all others are only counted."""
        all_brought, twice = [], set()
        for file, item in batch:
            each = brought(self.site, file, item)
            if hash(item.key) in self.seen:
                each.row.key = f"twice:{file}:{item.line}:{item.key}"[:300]
                each.leave_out("twice", _("The same item stands in the file twice; this one was left out."))
                twice.add(id(each))
            self.seen.add(hash(item.key))
            all_brought.append(each)
        rows = ImportedItem.objects.filter(site=self.site, key__in=[each.row.key for each in all_brought])
        known = {key: (outcome, mark) for key, outcome, mark in rows.values_list("key", "outcome", "mark")}
        fresh = []
        for each in all_brought:
            if each.row.key not in known:
                fresh.append(each)
                continue
            outcome, mark = known[each.row.key]
            self.tally.count(each.row.kind, outcome)
            if mark != each.row.mark and len(self.tally.changed) < CHANGED_MOST:
                self.tally.changed.append((each.row.file, each.item.line, each.row.title))
        return [each for each in fresh if id(each) not in twice], [each for each in fresh if id(each) in twice]

    def _counted(self, *groups: Iterable[Brought]) -> None:
        for group in groups:
            for each in group:
                self.tally.count(each.row.kind, each.row.outcome)
                self.tally.brought_now += 1

    def _cost(self, each: Brought) -> float:
        outcome = {"public": "public", "draft": "draft"}.get(each.row.outcome, "left_out")
        return COST[outcome] + self.reading_cost


def batches(items: Iterable[tuple[str, Item]]) -> Iterator[list[tuple[str, Item]]]:
    """Items in lists of about `BATCH`, fewer where their texts are long."""
    batch: list[tuple[str, Item]] = []
    size = 0
    for file, item in items:
        batch.append((file, item))
        size += len(item.content)
        if len(batch) >= BATCH or size >= BATCH_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
