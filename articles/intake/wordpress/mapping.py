"""The map of a moving-in: what the other site's categories, tags, headlines and addresses mean here.

A map is TOML; `maps/syrian-observer.toml` is one with everything in it, explained. What a map leaves out has a
default, and `Map()` is all defaults.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from articles.models import Adaptation, Genre, Keyword, SourceKind
from articles.models.languages import WELL_FORMED

from .items import ExportRefused

MAPS = Path(__file__).parent / "maps"
PERMALINK_TAGS = (
    "%year%", "%monthnum%", "%day%", "%hour%", "%minute%", "%second%", "%post_id%", "%postname%", "%category%"
)  # fmt: skip
KINDS = tuple(Keyword.Kind.values)
PLACES = ("article", "page", "drop")
OTHERS = ("section", "keyword", "drop")


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """What a category means: a section, a keyword of a kind, or neither; beside that a genre or an adaptation."""

    section: str = ""
    keyword: str = ""
    kind: str = ""
    genre: str = ""
    adaptation: str = ""
    drop: bool = False


@dataclass(frozen=True, slots=True)
class TagRule:
    """What a tag means: a keyword of `kind`, under another `name`, or nothing."""

    name: str = ""
    kind: str = ""
    drop: bool = False


@dataclass(frozen=True, slots=True)
class HeadlineRule:
    """What headlines that begin with `prefix` are."""

    prefix: str
    genre: str = ""
    section: str = ""
    adaptation: str = ""
    take_off: bool = True


@dataclass(frozen=True, slots=True)
class OutletRule:
    """An outlet by the name it goes by in the texts."""

    kind: str = ""
    label: str = ""


@dataclass(frozen=True)
class Map:
    """See the module. Keys of `categories` and `tags` are slugs or names, as `folded`."""

    time_zone: str = ""
    language: str = ""
    original_language: str = "ar"
    permalinks: tuple[str, ...] = ()
    category_base: str = "category"
    tag_base: str = "tag"
    other_categories: str = "section"
    categories: Mapping[str, CategoryRule] = field(default_factory=dict)
    tags: Mapping[str, TagRule] = field(default_factory=dict)
    taxonomies: Mapping[str, str] = field(default_factory=dict)
    headlines: tuple[HeadlineRule, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, OutletRule] = field(default_factory=dict)
    disclaimers: tuple[str, ...] = ()

    def category(self, slug: str, name: str) -> CategoryRule:
        """What a category means, from the map or by default."""
        for key in (folded(slug), folded(name)):
            if key in self.categories:
                rule = self.categories[key]
                return replace(rule, keyword=name) if rule.kind and not rule.keyword else rule
        if "uncategorized" in (folded(slug), folded(name)) or self.other_categories == "drop":
            return CategoryRule(drop=True)
        if self.other_categories == "keyword":
            return CategoryRule(keyword=name, kind="theme")
        return CategoryRule(section=name)

    def rank(self, slug: str, name: str) -> int:
        """Where a category stands in the map, for the choice of an article's one section; after all others if not."""
        return min(self._ranks.get(folded(key), len(self._ranks)) for key in (slug, name))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {key: rank for rank, key in enumerate(self.categories)}

    def tag(self, slug: str, name: str) -> TagRule:
        return self.tags.get(folded(slug)) or self.tags.get(folded(name)) or TagRule()

    def place(self, kind: str) -> str:
        """What items of `kind` become: "article", "page" or "drop"; "" where nobody said."""
        return {"post": "article", "page": "page", **self.types}.get(kind, "")

    @property
    def adaptations(self) -> set[str]:
        """Every way of adapting that articles may come in with."""
        rules: list[CategoryRule | HeadlineRule] = [*self.categories.values(), *self.headlines]
        return {str(Adaptation.FULL)} | {rule.adaptation for rule in rules if rule.adaptation}


def folded(text: str) -> str:
    """A slug or name as it is compared: case and spaces make no difference."""
    return " ".join(text.split()).casefold()


def map_text(name: str) -> str:
    """The text of the map at the path `name`, or of the one that comes with Newsroom under that name.

    Raises ExportRefused.
    """
    path = Path(name)
    if re.fullmatch(r"[a-z0-9-]+", name) and not path.exists():
        path = MAPS / f"{name}.toml"
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ExportRefused([_("The map %(name)s is not UTF-8 text.") % {"name": name}]) from None
    except OSError:
        shipped = ", ".join(sorted(each.stem for each in MAPS.glob("*.toml")))
        words = _("The map %(name)s can't be read. Give the path of a map, or one of these names: %(names)s.")
        raise ExportRefused([words % {"name": name, "names": shipped}]) from None


def read_map(text: str) -> Map:
    """The map that `text` (TOML) says. Raises ExportRefused with everything that is wrong, and where."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExportRefused([_("The map can't be read: %(why)s.") % {"why": str(error)}]) from None
    reader = _Reader(text)
    found = reader.read(said)
    if reader.reasons:
        raise ExportRefused(reader.reasons)
    return found


class _Reader:
    """Reads the tables of a map and collects what is wrong with them."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.reasons: list[str] = []

    def read(self, said: dict[str, Any]) -> Map:
        tables: dict[str, Callable[[Any], dict[str, Any]]] = {
            "site": self.site,
            "categories": lambda table: {"categories": self.rules(table, "categories", CategoryRule, CATEGORY)},
            "tags": lambda table: {"tags": self.rules(table, "tags", TagRule, TAG)},
            "taxonomies": lambda table: {"taxonomies": self.values(table, "taxonomies", one_of(*KINDS, "drop"))},
            "headlines": self.headlines,
            "types": lambda table: {"types": self.values(table, "types", one_of(*PLACES))},
            # As they are written: an outlet is proposed, and then printed, under this name.
            "outlets": lambda table: {"outlets": self.rules(table, "outlets", OutletRule, OUTLET, fold=False)},
            "text": lambda table: self.fields(table, "text", {"disclaimers": lines}),
        }
        facts: dict[str, Any] = {}
        for name, table in said.items():
            if name not in tables:
                self.refuse("", name, _("takes these tables: %(names)s") % {"names": ", ".join(tables)})
            elif not isinstance(table, dict):
                self.refuse("", name, _("write it as a table, [%(name)s]") % {"name": name})
            else:
                facts |= tables[name](table)
        return Map(**facts) if not self.reasons else Map()

    def site(self, table: dict[str, Any]) -> dict[str, Any]:
        return self.fields(
            table,
            "site",
            {
                "time_zone": time_zone, "language": language, "original_language": language, "permalinks": permalinks,
                "category_base": base, "tag_base": base, "other_categories": one_of(*OTHERS),
            },
        )  # fmt: skip

    def headlines(self, table: dict[str, Any]) -> dict[str, Any]:
        found = self.rules(table, "headlines", lambda **facts: facts, HEADLINE, fold=False)
        # The longest first, so that "Opinion: Letters:" is not taken for "Opinion:".
        longest_first = sorted(found, key=len, reverse=True)
        return {"headlines": tuple(HeadlineRule(prefix=prefix, **found[prefix]) for prefix in longest_first)}

    def rules(
        self, table: dict[str, Any], name: str, make: Callable[..., Any], known: "Fields", *, fold: bool = True
    ) -> dict[str, Any]:
        found = {}
        for key, entry in table.items():
            if not isinstance(entry, dict):
                words = _("write what it means in braces, with any of %(names)s") % {"names": ", ".join(known)}
                self.refuse(name, key, words)
                continue
            facts = self.fields(entry, name, known, of=key)
            if name == "categories" and "keyword" in facts and facts.get("section"):
                self.refuse(name, key, _("make it a section or a keyword, not both"))
            if name == "categories" and "keyword" in facts:
                # `keyword = "place"` says the kind; the name is the category's own.
                own = facts["keyword"] in KINDS
                facts = {"kind": facts["keyword"] if own else "theme"} | facts | ({"keyword": ""} if own else {})
            found[folded(key) if fold else key] = make(**facts)
        return found

    def values(self, table: dict[str, Any], name: str, check: "Checked") -> dict[str, str]:
        return self.fields(table, name, dict.fromkeys(table, check))

    def fields(self, table: dict[str, Any], name: str, known: "Fields", *, of: str = "") -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key not in known:
                words = _("there is no such setting: take %(names)s") % {"names": ", ".join(known)}
                self.refuse(name, key, words, of=of)
                continue
            try:
                found[key] = known[key](value)
            except ValueError as error:
                self.refuse(name, key, str(error), of=of)
        return found

    def refuse(self, table: str, key: str, words: str, *, of: str = "") -> None:
        where = ".".join(filter(None, [table, of, key]))
        line = self.line_of(table, of or key, key)
        if line:
            self.reasons.append(
                _("The map, line %(line)s, %(where)s: %(why)s.") % {"line": line, "where": where, "why": words}
            )
        else:
            self.reasons.append(_("The map, %(where)s: %(why)s.") % {"where": where, "why": words})

    def line_of(self, table: str, entry: str, key: str) -> int:
        """The line on which `key` stands, as far as a look at the text can tell; 0 where it can't."""
        in_table = not table
        for number, line in enumerate(self.lines, start=1):
            if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
                path = header[1].replace('"', "").replace("'", "")
                in_table = path.split(".")[0] == table if table else path == key
                if in_table and (path == f"{table}.{key}" or not table):
                    return number
            elif in_table and entry in line and key in line and "=" in line and not line.lstrip().startswith("#"):
                return number
        return self.line_of(table, key, key) if entry != key else 0


# --- Values ------------------------------------------------------------------------------------

Checked = Callable[[Any], Any]
Fields = Mapping[str, Checked]


def line(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise ValueError(_("write one line of text in quotation marks"))
    return value.strip()


def lines(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(_("write a list of lines in brackets"))
    return tuple(line(each) for each in value)


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("write true or false"))
    return value


def one_of(*choices: str) -> Checked:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(_("“%(value)s” is none of %(names)s") % {"value": value, "names": ", ".join(choices)})
        return str(value)

    return check


def short(most: int) -> Checked:
    def check(value: Any) -> str:
        if len(line(value)) > most:
            raise ValueError(_("take at most %(number)s characters") % {"number": most})
        return line(value)

    return check


def language(value: Any) -> str:
    if not isinstance(value, str) or not re.match(WELL_FORMED, value):
        raise ValueError(_("write a language code like ar, fa or pt-BR"))
    return value


def time_zone(value: Any) -> str:
    try:
        ZoneInfo(line(value))
    except (KeyError, ValueError, OSError):
        raise ValueError(_("write a time zone like Europe/Paris or Asia/Damascus")) from None
    return str(value)


def base(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\w./-]+", value.strip("/")):
        raise ValueError(_("write the part of the address that goes before, like category"))
    return value.strip("/")


def permalinks(value: Any) -> tuple[str, ...]:
    return tuple(map(permalink, lines(value)))


def permalink(value: str) -> str:
    if "%author%" in value:
        raise ValueError(_("%%author%% would keep the names of accounts: such addresses are not moved") % {})
    unknown = [tag for tag in re.findall("%[a-z_]+%", value) if tag not in PERMALINK_TAGS]
    if unknown:
        raise ValueError(
            _("%(tag)s is not known: take %(names)s") % {"tag": unknown[0], "names": ", ".join(PERMALINK_TAGS)}
        )
    if not value.startswith("/") or not re.search("%post_id%|%postname%", value):
        raise ValueError(_("begin it with /, and name the post by %%postname%% or %%post_id%%") % {})
    return value


GENRE, ADAPTATION = one_of(*Genre.values), one_of(*Adaptation.values)
CATEGORY: Fields = {
    "section": short(80), "keyword": short(120), "kind": one_of(*KINDS), "genre": GENRE, "adaptation": ADAPTATION,
    "drop": truth,
}  # fmt: skip
TAG: Fields = {"name": short(120), "kind": one_of(*KINDS), "drop": truth}
HEADLINE: Fields = {"genre": GENRE, "section": short(80), "adaptation": ADAPTATION, "take_off": truth}
OUTLET: Fields = {"kind": one_of(*SourceKind.values), "label": short(160)}
