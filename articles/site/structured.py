"""What search engines and other machines are told of a page, in the vocabulary of https://schema.org/.

Nothing is said here that the page itself does not say to readers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Adaptation,
    Correction,
    Genre,
    Keyword,
    KeywordSpelling,
    Listing,
    Medium,
    Section,
    Source,
    SourceKind,
    SourceProfile,
    Story,
)

from .citing import Citation, CitedOriginal, citation_of
from .furniture import Furniture
from .originals import ShownOriginal
from .photos import SizedFile, address_of, card_of

Data = dict[str, Any]
# A kind beside NewsArticle, which is what most machines look for, where the vocabulary's own says as much as ours.
# News, interviews, statements and what is in brief stay plain: none of the others is theirs.
GENRES: Mapping[str, str] = {
    Genre.OPINION: "OpinionNewsArticle",
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.REPORT: "ReportageNewsArticle",
    Genre.FEATURE: "ReportageNewsArticle",
    Genre.PROFILE: "BackgroundNewsArticle",
}
MEDIUMS: Mapping[str, str] = {Medium.ARTICLE: "NewsArticle", Medium.POST: "SocialMediaPosting"}
KINDS: Mapping[str, str] = {
    Keyword.Kind.PERSON: "Person",
    Keyword.Kind.PLACE: "Place",
    Keyword.Kind.ORGANISATION: "Organization",
}
PRESS = (SourceKind.NEWSPAPER, SourceKind.AGENCY, SourceKind.BROADCASTER, SourceKind.WEBSITE)
# What renders an original whole is its translation; anything less, or by several, is based on it.
TRANSLATIONS = (Adaptation.FULL, Adaptation.TRANSCRIPT)


def article(
    listing: Listing, originals: Sequence[ShownOriginal], corrections: Sequence[Correction], site: Furniture
) -> Data:
    """One article with the works that it was made from."""
    edition, citation = listing.edition, citation_of(listing, originals, site)
    works = [_original(each) for each in citation.originals]
    kind = GENRES.get(edition.genre)
    return _said(
        {
            "@type": ["NewsArticle", kind] if kind else "NewsArticle",
            "headline": edition.headline,
            "description": edition.standfirst,
            "url": citation.url,
            "mainEntityOfPage": citation.url,
            "inLanguage": edition.language,
            "datePublished": moment(listing.published_at),
            "dateModified": moment(max(listing.edition_at, listing.published_at)),
            "version": edition.number,
            "isAccessibleForFree": True,
            "articleSection": citation.section,
            "author": _authors(citation, works, site),
            "translator": _person(citation.translator),
            "editor": _person(citation.editor),
            "contributor": _person(citation.contributor),
            "translationOfWork" if edition.adaptation in TRANSLATIONS else "isBasedOn": works,
            "correction": [_correction(each) for each in corrections],
            "backstory": edition.disclaimer,
            "about": [_linked(link, site) for link in getattr(listing, "keyword_links", ())],
            "image": _images(listing),
            "publishingPrinciples": site.principles,
            "publisher": organisation(site),
        }
    )


def organisation(site: Furniture) -> Data:
    """The publication."""
    logo = site.logo
    return _said(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{site.url}/#publisher",
            "name": site.name,
            "url": f"{site.url}/",
            "slogan": site.motto,
            "logo": _image(address_of(str(logo.image)), logo.width, logo.height) if logo else None,
            "publishingPrinciples": site.principles,
            "correctionsPolicy": site.url + reverse("corrections"),
            "missionCoveragePrioritiesPolicy": site.url + reverse("selection"),
        }
    )


def front(site: Furniture) -> Data:
    """The publication, and the way to search it."""
    search = f"{site.url}{reverse('search')}?q={{words}}"
    return {
        "@type": "WebSite",
        "name": site.name,
        "url": f"{site.url}/",
        "inLanguage": site.language,
        "publisher": organisation(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def about(site: Furniture) -> Data:
    return {"@type": "AboutPage", "url": site.url + reverse("about"), "mainEntity": organisation(site)}


def keyword(named: Keyword, spellings: Sequence[KeywordSpelling], site: Furniture) -> Data:
    """A person's page is their profile; any other keyword's, a collection of what is about it."""
    thing = _said(
        {
            "@type": KINDS.get(named.kind, "Thing"),
            "name": named.name,
            "alternateName": list(dict.fromkeys(each.text for each in spellings if each.text != named.name)),
            "description": named.description,
            "disambiguatingDescription": named.qualifier,
        }
    )
    if named.kind == Keyword.Kind.PERSON:
        return {"@type": "ProfilePage", "url": site.url + named.get_absolute_url(), "mainEntity": thing}
    return _collection(named.name, named.get_absolute_url(), site, about=thing)


def section(shown: Section, site: Furniture) -> Data:
    return _collection(shown.name, shown.get_absolute_url(), site, description=shown.description)


def story(told: Story, site: Furniture) -> Data:
    return _collection(told.title, told.get_absolute_url(), site, description=told.description)


def source(outlet: Source, profile: SourceProfile | None, site: Furniture) -> Data:
    """An outlet, as it calls itself and as it is said to be today."""
    thing = _said(
        {
            **_outlet(outlet.name, outlet.kind, outlet.native_name),
            "description": profile.label if profile else "",
            "url": outlet.homepage_url,
        }
    )
    return _collection(outlet.name, outlet.get_absolute_url(), site, about=thing)


def _collection(name: str, path: str, site: Furniture, **more: Any) -> Data:
    page = {"@type": "CollectionPage", "name": name, "url": site.url + path, "inLanguage": site.language, **more}
    return _said(page | {"isPartOf": {"@type": "WebSite", "name": site.name, "url": f"{site.url}/"}})


def _said(data: Mapping[str, Any]) -> Data:
    """`data` without what is empty; a list of one as that one."""
    kept = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in data.items()}
    return {name: value for name, value in kept.items() if value not in ("", None, [])}


def moment(at: datetime) -> str:
    """ISO 8601 to the second, in the newsroom's time."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _person(name: str) -> Data | None:
    return {"@type": "Person", "name": name} if name else None


def _authors(citation: Citation, works: Sequence[Data], site: Furniture) -> Any:
    """Those of the byline; without one, the outlet whose piece it is, and of our own words the publication."""
    if citation.authors:
        return _named(citation.authors, citation.originals)
    if citation.is_of_its_authors and len(works) == 1 and "publisher" in works[0]:
        return works[0]["publisher"]
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{site.url}/"}


def _named(names: Sequence[str], originals: Sequence[CitedOriginal]) -> list[Data]:
    """A byline may be the outlet's own name, in either script."""
    outlets = {name for each in originals for name in (each.outlet, each.native_name)}
    return [{"@type": "Organization" if name in outlets else "Person", "name": name} for name in names]


def _original(cited: CitedOriginal) -> Data:
    return _said(
        {
            "@type": MEDIUMS.get(cited.medium, "CreativeWork"),
            "name": cited.title,
            "inLanguage": cited.language,
            "author": _named(cited.authors, [cited]),
            "datePublished": cited.published_on.isoformat() if cited.published_on else "",
            "url": cited.url,
            "archivedAt": cited.archive_url,
            "publisher": _outlet(cited.outlet, cited.kind, cited.native_name) if cited.outlet else None,
        }
    )


def _outlet(name: str, kind: str, native_name: str) -> Data:
    """Under both of its names, where it has two."""
    organisation = "NewsMediaOrganization" if kind in PRESS else "Organization"
    return _said({"@type": organisation, "name": name, "alternateName": native_name if native_name != name else ""})


def _correction(correction: Correction) -> Data:
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": moment(correction.at)}


def _linked(link: Mapping[str, str], site: Furniture) -> Data:
    address = site.url + reverse("keyword", args=[link["slug"]])
    return {"@type": KINDS.get(link["kind"], "Thing"), "name": link["name"], "url": address}


def _images(listing: Listing) -> list[Data]:
    """Its own photo as it is, in the largest file that every machine reads, and as shared links show it."""
    if not listing.edition.shown_photo:
        return []
    whole = [SizedFile(*file) for file in getattr(listing, "photo_renditions", ())]
    read = [file for file in whole if not file.name.endswith(".avif")]
    card = card_of(listing)
    found = [_image(card.url, card.width, card.height)] if card else []
    if read:
        largest = max(read, key=lambda file: file.width)
        found.append(_image(address_of(largest.name), largest.width, largest.height))
    return found


def _image(address: str, width: int, height: int) -> Data:
    return {"@type": "ImageObject", "url": address, "width": f"{width} px", "height": f"{height} px"}
