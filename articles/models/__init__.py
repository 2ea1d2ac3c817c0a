"""What is always true of an article and its kin: fields, constraints, querysets."""

from .articles import KEPT_BY_WORKFLOW, Article
from .choices import Adaptation, Availability, Genre, Medium, OriginalDisplay, SourceKind, Status
from .desk import Autosave, EditorialNote, PreviewLink, Waiver, WorkflowEvent
from .editions import REDACTED, Correction, Edition, EditionOriginal, Redaction
from .keywords import ArticleKeyword, Keyword, KeywordSpelling, ascii_slug
from .languages import LANGUAGE_CHOICES, LANGUAGES, direction
from .listings import Listing, ListingKeyword
from .people import Member
from .photos import Photo, Rendition
from .publication import DisclaimerWording, Page, Publication, SecondLook, Section, Story
from .sources import Alignment, Source, SourceProfile
from .translations import Translation

__all__ = [
    "KEPT_BY_WORKFLOW", "LANGUAGES", "LANGUAGE_CHOICES", "REDACTED", "Adaptation", "Alignment", "Article",
    "ArticleKeyword", "Autosave", "Availability", "Correction", "DisclaimerWording", "Edition", "EditionOriginal",
    "EditorialNote", "Genre", "Keyword", "KeywordSpelling", "Listing", "ListingKeyword", "Medium", "Member",
    "OriginalDisplay", "Page", "Photo", "PreviewLink", "Publication", "Redaction", "Rendition", "SecondLook",
    "Section", "Source", "SourceKind", "SourceProfile", "Status", "Story", "Translation", "Waiver", "WorkflowEvent",
    "ascii_slug", "direction",
]  # fmt: skip
