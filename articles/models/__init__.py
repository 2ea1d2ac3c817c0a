"""What is always true of an article and its kin: fields, constraints, querysets."""

from .articles import KEPT_BY_WORKFLOW, Article
from .changes import PagePart, PublicChange, VoidPart, is_void
from .checks import CheckSetting, ReportedFinding
from .choices import Adaptation, Availability, Genre, Medium, OriginalDisplay, SourceKind, Status
from .desk import EditorialNote, Waiver, WorkflowEvent
from .editions import REDACTED, Correction, Edition, EditionOriginal, Redaction
from .house_style import HouseStyleBatch, HouseStyleRow
from .imports import Contributor, Import, ImportedItem, MergeProposal, Proposal
from .keywords import ArticleKeyword, Keyword, KeywordSpelling, ascii_slug
from .languages import LANGUAGE_CHOICES, LANGUAGES, direction
from .lexicon import Word
from .listings import Listing, ListingAuthor, ListingKeyword
from .notices import Notice, Worker
from .people import Member
from .photos import Photo, Rendition
from .previews import PreviewLink, PreviewOpening
from .publication import (
    AttesterShown,
    DisclaimerWording,
    FeedText,
    FooterLink,
    Numerals,
    Page,
    Publication,
    SecondLook,
    Section,
    Story,
)
from .redirects import MissedAddress, Redirect, address_key
from .saved_texts import SavedText
from .sources import Alignment, Source, SourceProfile
from .translations import Translation
from .typed import Autosave, Presence
from .working_index import WorkingIndex

__all__ = [
    "KEPT_BY_WORKFLOW", "LANGUAGES", "LANGUAGE_CHOICES", "REDACTED", "Adaptation", "Alignment", "Article",
    "ArticleKeyword", "AttesterShown", "Autosave", "Availability", "CheckSetting", "Contributor", "Correction",
    "DisclaimerWording", "Edition", "EditionOriginal", "EditorialNote", "FeedText", "FooterLink", "Genre",
    "HouseStyleBatch", "HouseStyleRow", "Import", "ImportedItem", "Keyword", "KeywordSpelling", "Listing",
    "ListingAuthor", "ListingKeyword", "Medium", "Member", "MergeProposal", "MissedAddress", "Notice", "Numerals",
    "OriginalDisplay", "Page", "PagePart", "Photo", "Presence", "PreviewLink", "PreviewOpening",
    "Proposal", "PublicChange", "Publication", "Redaction", "Redirect", "Rendition", "ReportedFinding", "SavedText",
    "SecondLook", "Section", "Source", "SourceKind", "SourceProfile", "Status", "Story", "Translation", "VoidPart",
    "Waiver", "Word", "Worker", "WorkflowEvent", "WorkingIndex", "address_key", "ascii_slug", "direction", "is_void",
]  # fmt: skip
