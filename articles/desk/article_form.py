"""The form of an article's text and filing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, direction
from articles.models.keywords import ascii_slug

from .step_forms import EARLIEST, LATEST
from .writing import LABELS, DeskForm

PHOTO_WORDS = {"photo_alt": "alt", "photo_caption": "caption", "photo_credit": "credit"}
WRITTEN = ("headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit")


class ArticleForm(DeskForm):
    """An article's text and filing; `is_stale` once somebody else saved it since the form was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields: list[str] = []
        labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_stale = False
        self.stored_revision = self.instance.revision if self.instance.pk else None
        self.fields["revision"].initial = self.stored_revision
        language = self.instance.language
        for name in WRITTEN:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}
        if "standfirst" in self.fields:
            self.fields["standfirst"].widget.attrs["rows"] = 3
        if "headline" in self.fields:
            self.fields["headline"].widget = forms.Textarea(
                attrs=self.fields["headline"].widget.attrs | {"rows": 2, "class": "vLargeTextField desk-headline"}
            )

    def is_multipart(self) -> bool:
        # A long text in another script grows sixfold when a form is sent the other way.
        return True

    def clean_due_at(self) -> Any:
        due_at = self.cleaned_data["due_at"]
        if due_at is not None and not EARLIEST < due_at < LATEST:
            raise ValidationError(_("Choose a day between 2000 and 2100."))
        return due_at

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        return slug or ascii_slug(self.cleaned_data.get("headline") or "", max_length=90)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        self._copy_photo_words()
        if self.stored_revision is not None and self.cleaned_data.get("revision") != self.stored_revision:
            self.is_stale = True
            raise ValidationError(
                gettext_lazy(
                    "Somebody else saved this article while you wrote. Nothing of yours is lost, and nothing was "
                    "overwritten: both texts stand below."
                ),
                code="stale",
            )
        return self.cleaned_data

    def _copy_photo_words(self) -> None:
        photo = self.cleaned_data.get("photo")
        if photo is None or "photo" not in self.changed_data:
            return
        for name, of_photo in PHOTO_WORDS.items():
            if name in self.fields and not self.cleaned_data.get(name):
                self.cleaned_data[name] = getattr(photo, of_photo)
