"""The original texts, beside the article: written in draft, only read afterwards, and joined by new readings."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import StackedInline
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.boundfield import BoundField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import LANGUAGES, Article, Availability, Member, Status, Translation, direction

from .base import Calm, show_what_is_at_hand
from .pictures import read_original
from .words import language_name
from .writing import OVERRIDES, DeskForm

IN_ITS_LANGUAGE = ("headline", "standfirst", "body", "byline")
WRITTEN = ("headline", "standfirst", "body", "byline", "url", "published_on", "source", "language", "authors")
# What says nothing of the text, and may be written at any time.
ALWAYS = ("going_on_reason", "archive_url")
# What is rarely needed, folded away until it is.
BESIDE = ("medium", "availability", "availability_reason", "going_on_reason", "archive_url")


class OriginalForm(DeskForm):
    """One original. Frozen once the article left draft; a row added then may replace an earlier reading."""

    replaces = forms.ChoiceField(
        label=gettext_lazy("Is this a new reading?"),
        required=False,
        help_text=gettext_lazy("The earlier reading is kept, and marked as changed since."),
    )

    class Meta:
        model = Translation
        fields: list[str] = []

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_frozen = bool(self.instance.pk) and article.status != Status.DRAFT
        self.may_go_back = article.status in (Status.TRANSLATED, Status.VERIFIED)
        self.is_of_an_import = article.origin == Article.Origin.IMPORT and article.status == Status.PUBLISHED
        language = self.instance.language
        if self.is_bound and not self.is_frozen:
            language = self.data.get(self.add_prefix("language")) or language
        for name in IN_ITS_LANGUAGE:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}
        if self.is_frozen:
            for name, field in self.fields.items():
                field.disabled = name not in (*ALWAYS, "id", "DELETE")
        self._offer_replacing(article)
        show_what_is_at_hand(self)

    def _offer_replacing(self, article: Article) -> None:
        if self.instance.pk or article._state.adding or article.status == Status.DRAFT:
            del self.fields["replaces"]
            return
        readings = [
            (str(each.position), _("of original text %(position)s") % {"position": each.position})
            for each in article.translations.in_use()
        ]
        self.fields["replaces"].choices = [("", _("no, a further original")), *readings]  # type: ignore[attr-defined]

    # --- For the page ------------------------------------------------------------------------------

    @property
    def main_fields(self) -> list[BoundField]:
        return [self[name] for name in ("replaces", *WRITTEN) if name in self.fields]

    @property
    def beside_fields(self) -> list[BoundField]:
        return [self[name] for name in BESIDE if name in self.fields]

    @property
    def always_fields(self) -> list[BoundField]:
        return [self[name] for name in ALWAYS if name in self.fields]

    @property
    def may_come_later(self) -> bool:
        """Whether it is missing from what was moved in, and may be attached without a new version."""
        original = self.instance
        is_missing = original.availability != Availability.ATTACHED and original.state != Translation.State.CHANGED
        return self.is_frozen and is_missing and self.is_of_an_import

    @property
    def is_read_first(self) -> bool:
        """Whether there is a text to translate from, and nothing of it waits to be saved or mended."""
        return bool(self.instance.pk and self.instance.body) and not self.is_bound

    @property
    def beside_is_open(self) -> bool:
        said = self.instance.going_on_reason or self.instance.availability != Availability.ATTACHED
        return bool(said or set(self.errors) & set(BESIDE))

    @property
    def body_as_read(self) -> SafeString:
        return read_original(self.instance.body)

    @property
    def lang(self) -> str:
        return self.instance.language

    @property
    def dir(self) -> str:
        return direction(self.instance.language)

    @property
    def language_name(self) -> str:
        return language_name(self.instance.language)


class OriginalFormSet(BaseInlineFormSet):
    """Gives each new original its place, after the others or in that of the reading it replaces."""

    member: ClassVar[Member]
    # The languages that the page turns round, for its script.
    right_to_left = " ".join(code for code, language in LANGUAGES.items() if language.right_to_left)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "article": self.instance}

    def clean(self) -> None:
        super().clean()
        replaced = [
            form.cleaned_data.get("replaces")
            for form in self.extra_forms
            if form.has_changed() and form.cleaned_data.get("replaces")
        ]
        if len(replaced) != len(set(replaced)):
            raise ValidationError(_("Two new readings of the same original: add one at a time."))

    def save_new(self, form: Any, commit: bool = True) -> Any:
        original = form.instance
        original.attached_by = self.member
        in_place = form.cleaned_data.get("replaces")
        if in_place:
            original.position = int(in_place)
            earlier = Translation.objects.in_use().filter(article=self.instance, position=original.position)
            earlier.update(state=Translation.State.CHANGED)
        else:
            last = Translation.objects.filter(article=self.instance).aggregate(last=Max("position"))["last"]
            original.position = (last or 0) + 1
        return super().save_new(form, commit=commit)


class OriginalInline(Calm, StackedInline):
    model = Translation
    form = OriginalForm
    formset = OriginalFormSet
    template = "desk/originals.html"
    formfield_overrides = OVERRIDES
    autocomplete_fields = ["source", "authors"]
    extra = 0
    fields = [*WRITTEN, *BESIDE]

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return 0 if obj is not None and obj.translations.exists() else 1

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("source", "attached_by").prefetch_related("authors")

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.status == Status.DRAFT)

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.member = request.user  # type: ignore[attr-defined]
        return formset


def doubles_of(article: Article) -> list[tuple[Translation, Article]]:
    """Which originals of `article` other articles have too, each with one such article."""
    found = []
    for original in article.translations.in_use():
        double = Translation.objects.alike(original).select_related("article").order_by("pk").first()
        if double is not None:
            found.append((original, double.article))
    return found
