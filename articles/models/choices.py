"""The fixed lists that several models share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far the desk has got with an article."""

    DRAFT = "draft", _("draft")
    TRANSLATED = "translated", _("translated")
    VERIFIED = "verified-disclaimer", _("verified-disclaimer")
    PUBLISHED = "published", _("published")


class Genre(models.TextChoices):
    NEWS = "news", _("news")
    OPINION = "opinion", _("opinion")
    ANALYSIS = "analysis", _("analysis")
    INTERVIEW = "interview", _("interview")
    REPORT = "report", _("report")
    FEATURE = "feature", _("feature")
    STATEMENT = "statement", _("statement")
    PROFILE = "profile", _("profile")
    BRIEF = "brief", _("brief")


class Adaptation(models.TextChoices):
    """How much of the source version the article holds."""

    FULL = "full", _("full translation")
    ABRIDGED = "abridged", _("abridged")
    EXCERPTS = "excerpts", _("excerpts")
    SUMMARY = "summary", _("summary")
    ROUND_UP = "round-up", _("round-up")
    REPUBLISHED = "republished", _("republished as it was")
    TRANSCRIPT = "transcript", _("transcript")
    ORIGINAL_WORK = "original-work", _("our own work")


class SourceKind(models.TextChoices):
    NEWSPAPER = "newspaper", _("newspaper")
    AGENCY = "agency", _("news agency")
    BROADCASTER = "broadcaster", _("broadcaster")
    WEBSITE = "website", _("website")
    OFFICIAL = "official", _("official body")
    THINK_TANK = "think-tank", _("think tank")
    SOCIAL = "social", _("social media")


class OriginalDisplay(models.TextChoices):
    """How much of an original readers may see. From the narrowest to the widest."""

    NONE = "none", _("nothing")
    LINK = "link", _("a link")
    EXCERPT = "excerpt", _("an excerpt")
    FULL = "full", _("all of it")

    @classmethod
    def narrower(cls, one: str, other: str) -> "OriginalDisplay":
        order = list(cls.values)
        return cls(min(one, other, key=order.index))


class Medium(models.TextChoices):
    ARTICLE = "article", _("article")
    POST = "post", _("post")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")
    DOCUMENT = "document", _("document")
    STATEMENT = "statement", _("statement")


class Availability(models.TextChoices):
    ATTACHED = "attached", _("attached")
    NOT_AVAILABLE = "not-available", _("not available")
    LOST = "lost", _("lost")
