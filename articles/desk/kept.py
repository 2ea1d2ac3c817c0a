"""What a member typed for an article and never saved: kept, offered back, taken up again, dropped once saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from articles.comparing import Row, compare_bodies, compare_passages
from articles.models import Article, Autosave, Member
from articles.models.text import clean_html

from .conflict import label_of, shown
from .sent import Served, Values
from .step_views import article_address
from .typed import typed_into
from .writing import Body, as_typed

# Ends the name of a field under which stays what was offered while something else was typed in its place.
EARLIER = "~earlier"


@dataclass
class Offered:
    """One field as it was typed, beside what is stored now. `rows`: the difference word by word, for a text."""

    label: str
    typed: str
    stored: str
    lang: str = ""
    dir: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass
class Offer:
    """What is offered back. `is_stale`: the article was saved since it was typed."""

    article: Article
    saved_at: datetime
    fields: list[Offered]
    is_stale: bool


def keep(
    served: Served, member: Member, typed: Mapping[str, Values], revision: int, *, is_beside: bool = False
) -> Autosave | None:
    """Keep `typed` beside what was kept before; None once nothing differs from what is stored.

    `is_beside`: what was kept is still on offer, and stays so where `typed` says something else.
    """
    with transaction.atomic():
        # Two tabs of one person take turns.
        kept = Autosave.objects.select_for_update().filter(article=served.article, member=member).first()
        before = _set_aside(kept.fields, typed) if kept and is_beside else kept.fields if kept else {}
        fields = served.that_differ({**before, **typed})
        if not fields:
            Autosave.objects.filter(article=served.article, member=member).delete()
            return None
        if kept is None:
            return Autosave.objects.update_or_create(
                article=served.article, member=member, defaults={"revision": revision, "fields": fields}
            )[0]
        if typed:
            kept.fields, kept.revision = fields, min(revision, kept.revision) if _untouched(kept, typed) else revision
            kept.save()
        return kept


def _set_aside(kept: Mapping[str, Values], typed: Mapping[str, Values]) -> dict[str, Values]:
    """`kept`, with what `typed` would replace under a name of its own; what was typed since the offer is no such."""
    aside = {
        name + EARLIER: kept[name]
        for name in typed
        if name in kept and kept[name] != typed[name] and name + EARLIER not in kept
    }
    return {**kept, **aside}


def _untouched(kept: Autosave, typed: Mapping[str, Values]) -> bool:
    """Whether something was kept before that `typed` doesn't speak of: it stands on the older text."""
    return bool(set(kept.fields) - set(typed))


def kept_of(article: Article, member: Member) -> Autosave | None:
    return Autosave.objects.filter(article=article, member=member).first()


def offer_of(served: Served, member: Member) -> Offer | None:
    """What is to be offered back to `member`, where it says something else than what is stored."""
    kept = kept_of(served.article, member)
    fields = served.that_differ(kept.fields) if kept else {}
    if kept is None or not fields:
        return None
    offered = list(_offered(served, fields) if served.may_write else _to_be_copied(served, fields))
    return Offer(served.article, kept.saved_at, offered, kept.revision != served.article.revision)


def offer_in_html(request: HttpRequest, offer: Offer | None) -> str:
    return render_to_string("desk/_kept.html", {"offer": offer, "may_take_up": True}, request) if offer else ""


def _offered(served: Served, fields: Mapping[str, Values]) -> Iterable[Offered]:
    data = served.with_changes(fields)
    shown_already = set()
    for sent_as in fields:
        name = sent_as.removesuffix(EARLIER)
        bound = served.bounds.get(name) or served.row_field(name)
        once = (bound.html_name, sent_as == name) if bound else None
        if bound is None or once in shown_already:
            continue
        shown_already.add(once)
        is_whole = name in served.bounds and sent_as == name
        typed = (
            bound.field.widget.value_from_datadict(data, {}, bound.html_name)
            if is_whole
            else "".join(fields[sent_as][:1])
        )
        yield _one(bound, typed, bound.initial if name in served.bounds else "")


def _to_be_copied(served: Served, fields: Mapping[str, Values]) -> Iterable[Offered]:
    """The texts, for who may not write the article any more."""
    texts = {name.removesuffix(EARLIER): "".join(values[:1]) for name, values in fields.items()}
    for each in typed_into(texts, served.article):
        yield Offered(each.label, each.yours, each.stored or "", each.lang, each.dir)


def _one(bound: BoundField, typed: Any, stored: Any) -> Offered:
    attributes = bound.field.widget.attrs
    rows: list[Row] = []
    if isinstance(bound.field, Body):
        rows = compare_bodies(stored or "", Body.clean_text(typed or ""))
        typed = as_typed(clean_html(typed or ""))
    elif isinstance(bound.field, forms.CharField):
        rows = compare_passages(str(stored or ""), str(typed or ""))
    return Offered(
        label_of(bound.form, bound), shown(bound, typed), shown(bound, stored),
        attributes.get("lang", ""), attributes.get("dir", ""), rows,
    )  # fmt: skip


# --- Taken up again, dropped -----------------------------------------------------------------------


def take_up(kept: Autosave, all_forms: Iterable[forms.BaseForm]) -> list[str]:
    """Fill the forms of a page with what was kept, standing on the revision it was typed over; the names filled."""
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    for form in all_forms:
        for bound in [form[name] for name in form.fields]:
            parts = {name for name in kept.fields if name == bound.html_name or name[:-2] == bound.html_name}
            if parts and not bound.field.disabled:
                # Not the form's `initial`: the marks of what is stored were asked for already, and the field remembers.
                bound.initial = bound.field.widget.value_from_datadict(data, {}, bound.html_name)
        if "revision" in form.fields:
            form["revision"].initial = kept.revision
    return sorted(kept.fields)


def drop_saved(article: Article, member: Member, all_forms: Sequence[forms.BaseForm]) -> None:
    """Forget what was kept of the fields that were saved just now."""
    with transaction.atomic():
        kept = Autosave.objects.select_for_update().filter(article=article, member=member).first()
        if kept is None:
            return
        saved = {form.add_prefix(name) for form in all_forms for name in form.changed_data}
        added = {form.prefix for form in all_forms if form.prefix and getattr(form, "empty_permitted", False)}
        kept.fields = {
            name: values
            for name, values in kept.fields.items()
            if not {name, name[:-2]} & saved and name.rpartition("-")[0] not in added
        }
        if kept.fields:
            kept.save()
        else:
            kept.delete()


@require_POST
def discard(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Forget everything that was kept of the article for who asks."""
    article = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    Autosave.objects.filter(article=article, member=request.user).delete()  # type: ignore[misc]
    return HttpResponseRedirect(article_address(article))
