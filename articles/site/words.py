"""Words that the site says of an article: what it is, how much of it was translated, where an outlet is at home."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Adaptation, Genre, Medium

GENRES: Mapping[str, Any] = {
    Genre.NEWS: _("News"),
    Genre.OPINION: _("Opinion"),
    Genre.ANALYSIS: _("Analysis"),
    Genre.INTERVIEW: _("Interview"),
    Genre.REPORT: _("Report"),
    Genre.FEATURE: _("Feature"),
    Genre.STATEMENT: _("Statement"),
    Genre.PROFILE: _("Profile"),
    Genre.BRIEF: _("In brief"),
}
ADAPTATIONS: Mapping[str, Any] = {
    Adaptation.FULL: _("A full translation."),
    Adaptation.ABRIDGED: _("Abridged in translation: parts of the original are left out."),
    Adaptation.EXCERPTS: _("Excerpts: we chose and translated some passages of the original."),
    Adaptation.SUMMARY: _("A summary of the original in our words, not a translation of all of it."),
    Adaptation.ROUND_UP: _("A round-up: we compiled and translated what several outlets reported."),
    Adaptation.REPUBLISHED: _("Republished as it first appeared: this text was not translated."),
    Adaptation.TRANSCRIPT: _("A transcript: what was said, written down and translated."),
    Adaptation.ORIGINAL_WORK: _("Our own work: it is a translation of nothing, and no original stands behind it."),
}
MEDIUMS: Mapping[str, Any] = {
    Medium.ARTICLE: _("Article in %(language)s"),
    Medium.POST: _("Post in %(language)s"),
    Medium.VIDEO: _("Video in %(language)s"),
    Medium.AUDIO: _("Audio in %(language)s"),
    Medium.DOCUMENT: _("Document in %(language)s"),
    Medium.STATEMENT: _("Statement in %(language)s"),
}
# Where outlets of the region and their diaspora sit. A country that is not here is shown by its two letters.
COUNTRIES: Mapping[str, Any] = {
    "AE": _("United Arab Emirates"), "AM": _("Armenia"), "AT": _("Austria"), "AZ": _("Azerbaijan"), "BE": _("Belgium"),
    "BH": _("Bahrain"), "CA": _("Canada"), "CH": _("Switzerland"), "CN": _("China"), "CY": _("Cyprus"),
    "DE": _("Germany"), "DZ": _("Algeria"), "EG": _("Egypt"), "ES": _("Spain"), "FR": _("France"),
    "GB": _("United Kingdom"), "GR": _("Greece"), "IL": _("Israel"), "IN": _("India"), "IQ": _("Iraq"), "IR": _("Iran"),
    "IT": _("Italy"), "JO": _("Jordan"), "KW": _("Kuwait"), "LB": _("Lebanon"), "LY": _("Libya"), "MA": _("Morocco"),
    "MR": _("Mauritania"), "NL": _("Netherlands"), "OM": _("Oman"), "PK": _("Pakistan"), "PS": _("Palestine"),
    "QA": _("Qatar"), "RU": _("Russia"), "SA": _("Saudi Arabia"), "SD": _("Sudan"), "SE": _("Sweden"),
    "SO": _("Somalia"), "SY": _("Syria"), "TN": _("Tunisia"), "TR": _("Türkiye"), "UA": _("Ukraine"),
    "US": _("United States"), "YE": _("Yemen"),
}  # fmt: skip
