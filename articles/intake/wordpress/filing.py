"""Where things of another system are filed here: sections, keywords, and the names that pieces are credited to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Contributor, ImportedItem, Keyword, KeywordSpelling, Section, ascii_slug
from articles.models.text import PASSAGE_MAX, clean_line

from .items import Author, Note, Term
from .ledger import Outcome, cut, kept_notes, mark_of, plain_line, plain_passage
from .mapping import Map, folded

CHUNK = 1000
CATEGORY, TAG = "category", "post_tag"
# What WordPress keeps as terms and nobody reads by.
NOT_READ_BY = (
    "post_format", "nav_menu", "link_category", "wp_theme", "wp_template_part_area", "wp_pattern_category",
    "language", "term_language", "post_translations", "term_translations",
)  # fmt: skip


class Vocabulary:
    """Keywords by name. What is not there yet is wanted first, and made with others in one go."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.wanted: dict[str, Keyword] = {}
        rows = Keyword.objects.order_by("qualifier", "pk").values_list("name", "pk", "merged_into")
        for name, number, merged_into in rows.iterator():
            self.numbers.setdefault(folded(name), merged_into or number)
        spellings = KeywordSpelling.objects.order_by("pk").values_list("text", "keyword", "keyword__merged_into")
        for text, number, merged_into in spellings.iterator():
            self.numbers.setdefault(folded(text), merged_into or number)
        self.slugs = set(Keyword.objects.values_list("slug", flat=True).iterator())

    def want(self, name: str, kind: str = "", description: str = "") -> bool:
        """Have a keyword `name`; whether it is a new one. One that is there keeps its kind."""
        key = folded(name)
        if not key or key in self.numbers or key in self.wanted:
            return False
        slug = free_slug(ascii_slug(name, max_length=90) or "keyword", self.slugs)
        self.wanted[key] = Keyword(name=name, slug=slug, kind=kind or Keyword.Kind.THEME, description=description)
        return True

    def make(self) -> None:
        """Make what was wanted."""
        made = Keyword.objects.bulk_create(self.wanted.values(), batch_size=CHUNK)
        self.numbers |= {folded(keyword.name): keyword.pk for keyword in made}
        self.wanted = {}


def free_slug(base: str, taken: set[str]) -> str:
    """`base`, or the first of base-2, base-3 … that nothing has; it is taken from then on."""
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a term leads here: to a section, a keyword, or neither. By its number, or by name while it isn't made."""

    section: int | str | None = None
    keyword: int | str | None = None


class Shelves:
    """Sections and keywords for the terms of one site. What was filed before stays where it was.

    Terms are filed in the order in which they come; `make` then makes what that takes, in a few queries. So it makes
    no difference how many are made at a time.
    """

    def __init__(self, site: str, map_: Map, vocabulary: Vocabulary) -> None:
        self.site, self.map, self.vocabulary = site, map_, vocabulary
        self.filed: dict[str, Filed] = {}
        rows = ImportedItem.objects.filter(Q(key__startswith="term:") | Q(key__startswith="second:"), site=site)
        of_each = rows.values_list("key", "section", "keyword", "keyword__merged_into")
        for key, section, keyword, merged_into in of_each.iterator():
            self.filed[key] = Filed(section, merged_into or keyword)
        self.sections: dict[str, int] = {}
        self.slugs: set[str] = set()
        for number, name, slug in Section.objects.values_list("pk", "name", "slug"):
            self.sections[folded(name)] = number
            self.slugs.add(slug)
        self.wanted: dict[str, Section] = {}
        self.rows: list[tuple[ImportedItem, Filed]] = []

    def file(self, term: Term, *, file: str) -> Filed:
        """Where `term` is filed; with its row in the ledger if it was not before."""
        key = term_key(term.taxonomy, term.slug)
        if key not in self.filed:
            meaning = self._meaning(term)
            section = self.section(meaning.section) if meaning.section else None
            if meaning.keyword:
                self.vocabulary.want(meaning.keyword, meaning.kind, plain_passage(term.description)[:PASSAGE_MAX])
            self.filed[key] = Filed(section, folded(meaning.keyword) or None)
            self.rows.append((self._row(key, term, meaning, file), self.filed[key]))
        return self.filed[key]

    def section(self, name: str) -> int | str:
        """The section `name`, which is made if there is none."""
        key = folded(name)
        if key in self.sections:
            return self.sections[key]
        if key not in self.wanted:
            slug = free_slug(ascii_slug(name, max_length=70) or "section", self.slugs)
            self.wanted[key] = Section(name=name, slug=slug)
        return key

    def as_keyword(self, term: Term, *, file: str) -> Filed:
        """The theme that a category, which is a section, is to articles that have another one for theirs."""
        key = second_key(term.slug)
        if key not in self.filed:
            plain = plain_line(term.name)
            name = cut(self.map.category(term.slug, plain).section or plain, 120)
            self.vocabulary.want(name, Keyword.Kind.THEME)
            self.filed[key] = Filed(keyword=folded(name))
            words = _("“%(name)s” is not the section of every article in it: for the others it became a keyword.")
            note = Note(term.line, "category-as-keyword", words % {"name": name})
            row = ImportedItem(
                site=self.site, key=key, kind=term.taxonomy, title=name, file=file, line=term.line,
                outcome=Outcome.FILED, mark=mark_of(name), notes=kept_notes([note]),
            )  # fmt: skip
            self.rows.append((row, self.filed[key]))
        return self.filed[key]

    def make(self) -> None:
        """Make the sections and keywords that were wanted since, and write their rows."""
        made = Section.objects.bulk_create(self.wanted.values())
        self.sections |= {folded(section.name): section.pk for section in made}
        self.vocabulary.make()
        for row, filed in self.rows:
            row.section_id, row.keyword_id = self.section_number(filed), self.keyword_number(filed)
            self.filed[row.key] = Filed(row.section_id, row.keyword_id)
        ImportedItem.objects.bulk_create([row for row, _filed in self.rows], batch_size=CHUNK)
        self.wanted, self.rows = {}, []

    def section_number(self, filed: Filed) -> int | None:
        return self.sections[filed.section] if isinstance(filed.section, str) else filed.section

    def keyword_number(self, filed: Filed) -> int | None:
        return self.vocabulary.numbers[filed.keyword] if isinstance(filed.keyword, str) else filed.keyword

    def _meaning(self, term: Term) -> "_Meaning":
        name = cut(plain_line(term.name) or plain_line(term.slug), 120)
        if term.taxonomy == CATEGORY:
            rule = self.map.category(term.slug, name)
            meaning = _Meaning(section=rule.section, keyword=rule.keyword, kind=rule.kind)
            says_something = bool(rule.genre or rule.adaptation)
        elif term.taxonomy == TAG:
            tag = self.map.tag(term.slug, name)
            meaning, says_something = _Meaning(keyword="" if tag.drop else tag.name or name, kind=tag.kind), False
        else:
            kind = self.map.taxonomies.get(term.taxonomy, "drop" if term.taxonomy in NOT_READ_BY else "theme")
            meaning, says_something = _Meaning(keyword="" if kind == "drop" else name, kind=kind), False
        meaning.section = cut(clean_line(meaning.section), 80)
        words = {"name": name or term.slug, "line": term.line}
        if not meaning.section and not meaning.keyword and not says_something:
            meaning.notes = [Note(term.line, "term-left-out", _("“%(name)s” was left out.") % words)]
        elif folded(meaning.section or meaning.keyword or name) != folded(plain_line(term.name)):
            new = words | {"new": meaning.section or meaning.keyword or _("what the article is")}
            meaning.notes = [Note(term.line, "term-renamed", _("“%(name)s” became “%(new)s”.") % new)]
        return meaning

    def _row(self, key: str, term: Term, meaning: "_Meaning", file: str) -> ImportedItem:
        left_out = any(note.what == "term-left-out" for note in meaning.notes)
        return ImportedItem(
            site=self.site, key=key, kind=term.taxonomy[:40], title=cut(plain_line(term.name), 250), file=file,
            line=term.line, outcome=Outcome.SKIPPED if left_out else Outcome.FILED, notes=kept_notes(meaning.notes),
            mark=mark_of(term.taxonomy, term.slug, term.name, term.parent),
        )  # fmt: skip


@dataclass(slots=True)
class _Meaning:
    section: str = ""
    keyword: str = ""
    kind: str = ""
    notes: list[Note] | tuple[()] = ()


def term_key(taxonomy: str, slug: str) -> str:
    return f"term:{taxonomy}:{slug}"[:300]


def second_key(slug: str) -> str:
    return f"second:{slug}"[:300]


class Credits:
    """Whom pieces are credited to. Accounts of the other system become names, and nothing else."""

    def __init__(self, site: str, authors: Iterable[tuple[str, Author]]) -> None:
        self.site = site
        self.authors = list(authors)
        self.names = {author.login: plain_line(author.name) for _file, author in self.authors if is_credit(author)}
        self.numbers: dict[str, int] = {}

    def file(self) -> None:
        """Have a contributor for each name that readers may see."""
        wanted = {name: Contributor(name=name) for name in self.names.values()}
        there = dict(Contributor.objects.filter(name__in=wanted).values_list("name", "pk"))
        fresh = [contributor for name, contributor in wanted.items() if name not in there]
        there |= {each.name: each.pk for each in Contributor.objects.bulk_create(fresh, batch_size=CHUNK)}
        self.numbers = {login: there[name] for login, name in self.names.items()}
        keys = {f"author:{name}" for name in wanted}
        known = set(ImportedItem.objects.filter(site=self.site, key__in=keys).values_list("key", flat=True))
        rows: dict[str, ImportedItem] = {}
        for file, author in self.authors:
            name = self.names.get(author.login, "")
            if is_credit(author) and (key := f"author:{name}") not in known:
                rows.setdefault(
                    key,
                    ImportedItem(
                        site=self.site, key=key, kind="author", title=name, file=file, line=author.line,
                        outcome=Outcome.FILED, mark=mark_of(name), contributor_id=there[name],
                    ),
                )  # fmt: skip
        ImportedItem.objects.bulk_create(rows.values(), batch_size=CHUNK)

    def of(self, login: str) -> int | None:
        return self.numbers.get(login)

    def left_out(self) -> Iterator[tuple[str, Note]]:
        """The accounts that bring no name, with their files. Nothing of what they are called is said."""
        for file, author in self.authors:
            if not is_credit(author):
                words = _("An account without a name of its own for readers, but for a login or an e-mail address.")
                yield file, Note(author.line, "author-left-out", words)


def is_credit(author: Author) -> bool:
    """Whether an account's display name may be shown: not an e-mail address, and not what they log in with."""
    name = plain_line(author.name)
    return bool(name) and len(name) <= 120 and "@" not in name and name != author.login.strip()
