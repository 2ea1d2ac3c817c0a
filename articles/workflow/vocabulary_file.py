"""The vocabulary as a file: a line for each spelling of each name, out and in again."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Keyword, KeywordSpelling, Member, Publication
from articles.tables import FileRefused, harmless, read_table

from .record import TransitionRefused

COLUMNS = ("name", "qualifier", "kind", "spelling", "language", "use", "description", "slug")


def vocabulary_csv() -> Iterator[str]:
    """The lines of the file: every keyword that was not merged into another, a line for each of its spellings."""
    keywords = Keyword.objects.filter(merged_into=None).order_by("name", "kind", "qualifier", "pk")
    yield "\ufeff" + _line(COLUMNS)
    for keyword in keywords.prefetch_related("spellings").iterator(1_000):
        about = (keyword.name, keyword.qualifier, keyword.kind)
        for text, language, use in [(each.text, each.language, each.use) for each in keyword.spellings.all()] or [
            ("", "", "")
        ]:
            yield _line([*about, text, language, use, keyword.description, keyword.slug])


def _line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()


@dataclass
class Outcome:
    """What came of a file: what was added and changed, in words, how many lines changed nothing, and those refused."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_vocabulary(file: BinaryIO, *, by: Member, is_trial: bool = False) -> Outcome:
    """Add what the file has and the vocabulary hasn't, and change what it says otherwise. Nothing is ever taken away.

    A keyword is known by its slug or, without one, by name, kind and qualifier; one that was merged stands for what it
    became. `is_trial`: only tells what would come of it. Raises FileRefused, and TransitionRefused where `by` may not
    change keywords.
    """
    if not by.is_active or not by.has_perms(["articles.add_keyword", "articles.change_keyword"]):
        raise TransitionRefused([_("Your account may not change keywords: ask an editor.")])
    with transaction.atomic():
        reading = _Reading()
        for line, cells in read_table(file, _is_right):
            reading.read(line, cells)
        if not reading.columns:
            raise FileRefused(_("The file is empty."))
        transaction.set_rollback(is_trial)
    return reading.outcome


def _is_right(row: Sequence[str]) -> bool:
    return len(row) > 1


class _Reading:
    """A file on its way into the vocabulary, line by line; the vocabulary is read once."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.language = Publication.objects.only("language").get().language
        self.columns: list[str] = []
        keywords = {each.pk: each for each in Keyword.objects.select_for_update().order_by("pk")}
        self.by_slug = {each.slug: keywords[each.merged_into_id or each.pk] for each in keywords.values()}
        self.by_name = {_known_by(each): keywords[each.merged_into_id or each.pk] for each in keywords.values()}
        self.spellings = {
            (each.keyword_id, each.language, each.text): each
            for each in KeywordSpelling.objects.filter(keyword__merged_into=None)
        }
        self.said: dict[int, tuple[int, tuple[str, str, str]]] = {}

    def read(self, line: int, cells: list[str]) -> None:
        if not self.columns:
            self._read_heading(cells)
            return
        given = {name: cell for name, cell in zip(self.columns, cells, strict=False) if name in COLUMNS}
        try:
            with transaction.atomic():
                is_new = self._take(line, given)
        except ValidationError as error:
            self.outcome.refused.append((line, " ".join(error.messages)))
        else:
            self.outcome.left += not is_new

    def _read_heading(self, cells: list[str]) -> None:
        self.columns = [cell.lower() for cell in cells]
        if "name" not in self.columns:
            names = ", ".join(COLUMNS)
            raise FileRefused(
                _("The first line must name the columns, “name” among them. Columns known: %(names)s.")
                % {"names": names}
            )

    def _take(self, line: int, given: dict[str, str]) -> bool:
        """Whether the line added or changed anything."""
        # Looked at whole before any of it is taken: of a line that is refused nothing may stay in mind.
        _look_at(given)
        keyword, is_changed = self._keyword(line, given)
        return self._spell(keyword, given) or is_changed

    def _keyword(self, line: int, given: dict[str, str]) -> tuple[Keyword, bool]:
        name, kind = given.get("name", ""), given.get("kind", "").lower() or Keyword.Kind.THEME
        if not name:
            raise ValidationError(_("There is no name in this line."))
        about = (name, str(kind), given.get("qualifier", ""))
        keyword = self.by_slug.get(given.get("slug", "")) or self.by_name.get(about)
        if keyword is None:
            return self._made(given, about), True
        if keyword.merged_into_id is None and given.get("slug") == keyword.slug:
            first = self.said.setdefault(keyword.pk, (line, about))
            if first[1] != about:
                raise ValidationError(
                    _("Line %(line)s calls it “%(name)s”: one of the two must change.")
                    % {"line": first[0], "name": first[1][0]}
                )
            return keyword, self._changed(keyword, given, about)
        return keyword, self._changed(keyword, given, _known_by(keyword))

    def _made(self, given: dict[str, str], about: tuple[str, str, str]) -> Keyword:
        keyword = Keyword(name=about[0], kind=about[1], qualifier=about[2], description=given.get("description", ""))
        keyword.slug = given.get("slug", "") or self._free_slug(keyword)
        keyword.full_clean()
        keyword.save()
        self.by_slug[keyword.slug] = self.by_name[about] = keyword
        self.outcome.added.append(str(keyword))
        return keyword

    def _free_slug(self, keyword: Keyword) -> str:
        number: int | None = None
        while (slug := keyword.slugify(keyword.name, number)) in self.by_slug:
            number = (number or 1) + 1
        return slug

    def _changed(self, keyword: Keyword, given: dict[str, str], about: tuple[str, str, str]) -> bool:
        before = str(keyword)
        new = dict(zip(("name", "kind", "qualifier"), about, strict=True))
        new["description"] = given.get("description", "") or keyword.description
        differing = {each: value for each, value in new.items() if getattr(keyword, each) != value}
        if not differing:
            return False
        old = {each: getattr(keyword, each) for each in differing}
        try:
            _set(keyword, differing)
            keyword.full_clean()
        except ValidationError:
            _set(keyword, old)
            raise
        keyword.save()
        self.by_name[_known_by(keyword)] = keyword
        if "name" in differing:
            # Who knows it by its old name still finds it.
            self._spell(keyword, {"spelling": old["name"], "language": self.language})
            self.outcome.changed.append(_("%(old)s becomes %(new)s") % {"old": before, "new": keyword})
        else:
            self.outcome.changed.append(str(keyword))
        return True

    def _spell(self, keyword: Keyword, given: dict[str, str]) -> bool:
        text = given.get("spelling", "")
        if not text:
            return False
        language, use = given.get("language", "").lower(), given.get("use", "").lower() or KeywordSpelling.Use.VARIANT
        spelling = self.spellings.get((keyword.pk, language, text))
        if spelling is not None and spelling.use == use:
            return False
        said = {"keyword": keyword, "spelling": text}
        if spelling is None:
            spelling = KeywordSpelling(keyword=keyword, language=language, text=text)
            self.spellings[keyword.pk, language, text] = spelling
            self.outcome.added.append(_("%(keyword)s: “%(spelling)s”") % said)
        else:
            self.outcome.changed.append(_("%(keyword)s: “%(spelling)s”") % said)
        spelling.use = use
        spelling.full_clean(exclude=["keyword"])
        spelling.save()
        return True


def _look_at(given: dict[str, str]) -> None:
    """Raises ValidationError where a line says what is not known here, or a spelling that can't be stored."""
    kind, use = given.get("kind", "").lower(), given.get("use", "").lower()
    if kind and kind not in Keyword.Kind.values:
        kinds = ", ".join(Keyword.Kind.values)
        raise ValidationError(_("“%(kind)s” is no kind of name. Known: %(kinds)s.") % {"kind": kind, "kinds": kinds})
    if not given.get("spelling", ""):
        return
    language = given.get("language", "").lower()
    if language not in LANGUAGES:
        raise ValidationError(
            _("“%(language)s” is not the code of a language here. Known: %(codes)s.")
            % {"language": language, "codes": ", ".join(LANGUAGES)}
        )
    if use and use not in KeywordSpelling.Use.values:
        uses = ", ".join(KeywordSpelling.Use.values)
        raise ValidationError(_("“%(use)s” is no use of a spelling. Known: %(uses)s.") % {"use": use, "uses": uses})
    KeywordSpelling(text=given["spelling"], language=language).clean_fields(exclude=["keyword"])


def _set(keyword: Keyword, values: dict[str, str]) -> None:
    for each, value in values.items():
        setattr(keyword, each, value)


def _known_by(keyword: Keyword) -> tuple[str, str, str]:
    return (keyword.name, keyword.kind, keyword.qualifier)
