"""Citations as files for reference managers: BibTeX, RIS, CSL-JSON. The first entry is ours, the others its originals.

BibTeX: the fields of biblatex, so that both works stay related; what older styles don't know they leave out, and print
the note. CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html. RIS: the tags that EndNote and
Zotero read; lines end as the format asks, with CR and LF.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Listing, Medium

from .articles import at_its_address
from .citing import Citation, CitedOriginal, citation_of
from .furniture import furniture
from .originals import shown_originals
from .writing import written_in

_IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    # Braces are counted even after a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {each: f"\\{each}" for each in "&%$#_"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
RIS_TYPES: Mapping[str, str] = {
    Medium.ARTICLE: "NEWS",
    Medium.POST: "ELEC",
    Medium.VIDEO: "VIDEO",
    Medium.AUDIO: "SOUND",
}
CSL_TYPES: Mapping[str, str] = {
    Medium.ARTICLE: "article-newspaper", Medium.POST: "post", Medium.VIDEO: "broadcast", Medium.AUDIO: "broadcast",
}  # fmt: skip
Fields = Sequence[tuple[str, str]]


def bibtex(citation: Citation) -> str:
    keys = _keys(citation)
    entries = [_bibtex_entry("article", citation.key, _our_bibtex(citation, keys))]
    for key, original in zip(keys, citation.originals, strict=True):
        kind = "article" if original.medium == Medium.ARTICLE else "misc"
        entries.append(_bibtex_entry(kind, key, _their_bibtex(original, kind)))
    return "\n".join(entries)


def _keys(citation: Citation) -> list[str]:
    """The keys of its originals."""
    first = f"{citation.key}-original"
    return [first if not at else f"{first}-{at + 1}" for at in range(len(citation.originals))]


def _bibtex_entry(kind: str, key: str, fields: Fields) -> str:
    lines = [f"  {name} = {value}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _our_bibtex(citation: Citation, keys: Sequence[str]) -> Fields:
    alone = citation.originals[0] if len(citation.originals) == 1 else None
    related = "translationof" if citation.translator and citation.authors else ""
    return [
        ("author", _bibtex_names(citation.authors)),
        ("translator", _bibtex_names([citation.translator])),
        ("editor", _bibtex_names([citation.editor])),
        ("title", _braced(citation.title)),
        ("journal", _bibtex(citation.publication)),
        ("entrysubtype", "{newspaper}"),
        *_bibtex_day(citation.published_on),
        ("url", _bibtex_url(citation.url)),
        ("langid", _bibtex_language(citation.language)),
        ("origtitle", _braced(alone.title) if alone else ""),
        ("origpublisher", _bibtex(alone.outlet) if alone else ""),
        ("origdate", f"{{{alone.published_on.isoformat()}}}" if alone and alone.published_on else ""),
        ("origlanguage", _bibtex_language(alone.language) if alone else ""),
        ("related", f"{{{','.join(keys)}}}" if keys else ""),
        ("relatedtype", f"{{{related}}}" if keys and related else ""),
        ("note", _bibtex(_noted(citation))),
    ]


def _their_bibtex(original: CitedOriginal, kind: str) -> Fields:
    return [
        ("author", _bibtex_names(original.authors)),
        ("title", _braced(original.title)),
        ("journal" if kind == "article" else "howpublished", _bibtex(original.outlet)),
        ("entrysubtype", "{newspaper}" if kind == "article" else ""),
        *_bibtex_day(original.published_on),
        ("url", _bibtex_url(original.url)),
        ("langid", _bibtex_language(original.language)),
    ]


def _bibtex(text: str) -> str:
    return f"{{{''.join(_IN_BIBTEX.get(each, each) for each in text)}}}" if text else ""


def _braced(text: str) -> str:
    """In braces of its own: styles leave its capitals as they are, and names are not taken apart."""
    return f"{{{_bibtex(text)}}}" if text else ""


def _bibtex_names(names: Sequence[str]) -> str:
    return f"{{{' and '.join(_bibtex(name) for name in names if name)}}}" if any(names) else ""


def _bibtex_url(url: str) -> str:
    """It is printed as it stands: what would end the field or the line is written as a URL may write it."""
    for character in "\\{} ":
        url = url.replace(character, f"%{ord(character):X}")
    return f"{{{url}}}" if url else ""


def _bibtex_day(day: date | None) -> Fields:
    if day is None:
        return []
    return [("year", f"{{{day.year}}}"), ("month", MONTHS[day.month - 1]), ("day", f"{{{day.day}}}")]


def _bibtex_language(code: str) -> str:
    return _bibtex(LANGUAGES[code].name.lower() if code in LANGUAGES else code)


def _noted(citation: Citation) -> str:
    if not citation.contributor:
        return citation.note
    credited = _("Credited when first published: %(name)s.") % {"name": citation.contributor}
    return f"{citation.note} {credited}"


def ris(citation: Citation) -> str:
    ours = [
        ("TY", "NEWS"),
        ("ID", citation.key),
        ("TI", citation.title),
        *[("AU", name) for name in citation.authors],
        ("A4", citation.translator),
        ("ED", citation.editor),
        ("T2", citation.publication),
        *_ris_day(citation.published_on),
        ("LA", citation.language),
        ("UR", citation.url),
        ("AB", citation.abstract),
        *[("OP", original.line) for original in citation.originals],
        ("N1", _noted(citation)),
    ]
    records = [ours]
    for key, original in zip(_keys(citation), citation.originals, strict=True):
        theirs = [
            ("TY", RIS_TYPES.get(original.medium, "GEN")),
            ("ID", key),
            ("TI", original.title),
            *[("AU", name) for name in original.authors],
            ("T2", original.outlet),
            *_ris_day(original.published_on),
            ("LA", original.language),
            ("UR", original.url),
        ]
        records.append(theirs)
    return "".join(_ris_record(record) for record in records)


def _ris_day(day: date | None) -> Fields:
    return [("PY", f"{day:%Y}"), ("DA", f"{day:%Y/%m/%d}/")] if day else []


def _ris_record(fields: Fields) -> str:
    return "".join(f"{tag}  - {value}\r\n" for tag, value in [*fields] if value) + "ER  - \r\n\r\n"


def csl(citation: Citation) -> str:
    """An array of items."""
    alone = citation.originals[0] if len(citation.originals) == 1 else None
    ours = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": _csl_names(citation.authors),
        "translator": _csl_names([citation.translator]),
        "editor": _csl_names([citation.editor]),
        "contributor": _csl_names([citation.contributor]),
        "container-title": citation.publication,
        "issued": _csl_day(citation.published_on),
        "section": citation.section,
        "language": citation.language,
        "URL": citation.url,
        "abstract": citation.abstract,
        "note": citation.note,
    }
    if alone:
        ours |= {
            "original-title": alone.title,
            "original-author": _csl_names(alone.authors),
            "original-publisher": alone.outlet,
            "original-date": _csl_day(alone.published_on),
        }
    theirs = zip(_keys(citation), citation.originals, strict=True)
    items = [ours, *(_their_csl(key, original) for key, original in theirs)]
    kept = [{name: value for name, value in item.items() if value} for item in items]
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _their_csl(key: str, original: CitedOriginal) -> dict[str, Any]:
    return {
        "id": key,
        "type": CSL_TYPES.get(original.medium, "document"),
        "title": original.title,
        "author": _csl_names(original.authors),
        "container-title" if original.medium in (Medium.ARTICLE, Medium.POST) else "publisher": original.outlet,
        "issued": _csl_day(original.published_on),
        "language": original.language,
        "URL": original.url,
    }


def _csl_names(names: Sequence[str]) -> list[dict[str, str]]:
    """Whole: which part of a byline is the family's name is nothing that we would guess."""
    return [{"literal": name} for name in names if name]


def _csl_day(day: date | None) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def _file_page(extension: str, content_type: str, written: Callable[[Citation], str]) -> Callable[..., HttpResponse]:
    """The page that hands `written` to whoever follows the link, under a name like the article's address."""

    @at_its_address
    def cite_page(request: HttpRequest, listing: Listing) -> HttpResponse:
        site = furniture()
        with written_in(site.language, site.numerals):
            text = written(citation_of(listing, shown_originals(listing.edition), site))
        response = HttpResponse(text, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{listing.slug}.{extension}"'
        # It is the article that is to be found, not what says how to cite it.
        response["X-Robots-Tag"] = "noindex"
        return response

    return cite_page


bibtex_page = _file_page("bib", "application/x-bibtex; charset=utf-8", bibtex)
ris_page = _file_page("ris", "application/x-research-info-systems; charset=utf-8", ris)
csl_page = _file_page("json", "application/vnd.citationstyles.csl+json; charset=utf-8", csl)
