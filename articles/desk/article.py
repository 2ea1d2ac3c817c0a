"""Articles in the desk: the list, and the workbench."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import TabularInline, display
from django.contrib.admin.filters import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F, Max, Q, QuerySet, Value
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page

from articles import workflow
from articles.disclaimer import WORDS_A_MINUTE
from articles.models import Article, ArticleKeyword, Listing, Member, Publication, Status

from .accepting import accept
from .article_form import ArticleForm
from .article_pages import pages_beside
from .autosave import autosave
from .base import READING, Calm, show_what_is_at_hand
from .conflict import differences, seen_by
from .finding import Searched
from .hiding import hide_button, where
from .in_json import in_json
from .kept import discard, drop_saved, kept_of, offer_of, take_up
from .merging import put_together
from .names_at_hand import context as names_beside
from .names_made import make_name, propose_name
from .on_it import OnIt, with_lapses
from .originals import OriginalInline, doubles_of
from .overview import HEAVY
from .pairing import context as pairing_beside
from .panel import panel_of
from .pictures import read_body
from .saving import save_changes
from .scripts import in_two
from .sent import Served
from .standing import Standing
from .step_views import article_address, step_page
from .typed import is_article_form, not_saved
from .words import language_name, moment
from .writing import DeskForm

# What may change without a new published version.
CATALOGUED = {"section", "story", "developing", "versions_shown"}


class WhoseFilter(SimpleListFilter):
    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", _("mine")), ("nobody", _("nobody's"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "mine":
            return queryset.filter(Q(assignee=request.user) | Q(translator=request.user))
        if self.value() == "nobody":
            return queryset.filter(assignee=None, translator=None)
        return queryset


class LanguageFilter(SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        own = Publication.objects.get().language
        return [(own, language_name(own)), ("other", _("another"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "other":
            return queryset.exclude(language=Publication.objects.get().language)
        return queryset.filter(language=self.value()) if self.value() else queryset


class KeywordForm(DeskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_what_is_at_hand(self)


class KeywordFormSet(BaseInlineFormSet):
    def save_new(self, form: Any, commit: bool = True) -> Any:
        last = ArticleKeyword.objects.filter(content_object=self.instance).aggregate(last=Max("position"))["last"]
        form.instance.position = 0 if last is None else last + 1
        return super().save_new(form, commit=commit)


class KeywordInline(Calm, TabularInline):
    model = ArticleKeyword
    form = KeywordForm
    formset = KeywordFormSet
    fields = ["tag"]
    autocomplete_fields = ["tag"]
    extra = 0
    verbose_name = gettext_lazy("keyword")
    verbose_name_plural = gettext_lazy("keywords")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleKeyword]:
        return super().get_queryset(request).select_related("tag")


class ArticleAdmin(Searched, OnIt):
    form = ArticleForm
    inlines = [OriginalInline, KeywordInline]
    change_form_template = "desk/article.html"
    autocomplete_fields = ["source", "story", "photo"]
    list_display = ["headline", "stands", "source", "section", "translator", "assigned", "changed"]
    list_display_links = ["headline"]
    change_list_template = "desk/article_list.html"
    list_filter = ["status", WhoseFilter, "section", "genre", LanguageFilter]
    list_select_related = ["source", "section", "translator", "assignee"]
    ordering = ["-updated_at", "-pk"]
    sortable_by = ["changed"]

    # --- The list ----------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "articles_article_changelist":
            # With what the column of states says, and without the texts.
            may_be_hidden = Value(workflow.may_hide(request.user))  # type: ignore[arg-type]
            shown = articles.annotate(withdrawn_at=F("listing__withdrawn_at"), may_be_hidden=may_be_hidden)
            articles = with_lapses(shown.defer(*HEAVY))
        return articles

    @display(description=gettext_lazy("status"))
    def stands(self, article: Article) -> str:
        return format_html("{} {}", where(article), hide_button(article))

    @display(description=gettext_lazy("changed"), ordering="-updated_at")
    def changed(self, article: Article) -> str:
        return moment(article.updated_at)

    # --- Who may -----------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if allowed and obj is not None and obj.status == Status.PUBLISHED:
            # What readers may see already, or will at its moment, is the editors'.
            return workflow.may_verify(request.user)  # type: ignore[arg-type]
        return allowed

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Status.DRAFT)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The article and its originals; its record, where there is one, keeps it."""
        articles = list(objs)
        kept = [event for article in articles for event in article.events.all()[:10]]
        originals = [original for article in articles for original in article.translations.all()]
        shown = [str(article) for article in articles] + [str(original) for original in originals]
        counts = {_("articles"): len(articles), _("original texts"): len(originals)}
        return shown, counts, set(), [str(event) for event in kept]

    # --- The form ----------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        may_write = self.has_change_permission(request, obj) if obj else True
        assigns = may_write and workflow.may_verify(request.user)  # type: ignore[arg-type]
        desk = ["who_translates", "assignee", "due_at"] if assigns else ["who_translates", "who_is_assigned", "due"]
        if assigns and (obj is None or obj.status == Status.DRAFT):
            # Afterwards it decides who may verify: a step of its own names another, with a reason.
            desk[0] = "translator"
        fieldsets = [
            (
                _("Our text"),
                {"fields": ["headline", "standfirst", "body" if may_write else "body_as_read", "editors_note"]},
            ),
            (
                _("What it is"),
                {
                    "fields": [
                        ("source", "adaptation"),
                        ("genre", "language"),
                        ("section", "story"),
                        "slug",
                        "developing",
                        "versions_shown",
                    ]
                },
            ),
            (_("Photo"), {"fields": [("photo", "photo_credit"), "photo_alt", "photo_caption"]}),
        ]
        # Who makes a new article and assigns nobody has claimed it.
        return [*fieldsets, (_("Who works on it"), {"fields": [tuple(desk)]})] if obj or assigns else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fields = ["body_as_read", "who_translates", "who_is_assigned", "due"]
        if obj is not None and (obj.status == Status.PUBLISHED or Listing.objects.filter(article=obj).exists()):
            fields.append("slug")
        return fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Member:
            kwargs["queryset"] = Member.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @display(description=gettext_lazy("translator"))
    def who_translates(self, article: Article) -> str:
        return str(article.translator or "–")

    @display(description=gettext_lazy("assigned to"))
    def who_is_assigned(self, article: Article) -> str:
        return str(article.assignee or "–")

    @display(description=gettext_lazy("due at"))
    def due(self, article: Article) -> str:
        return moment(article.due_at) if article.due_at else "–"

    @display(description=gettext_lazy("text"))
    def body_as_read(self, article: Article) -> SafeString:
        return format_html('<div class="desk-reading">{}</div>', read_body(article.body))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """The article; held until the transaction ends where it is about to be saved."""
        article = super().get_object(request, object_id, from_field)
        if article is not None and request.method not in READING and connection.in_atomic_block:
            article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
        if article is not None:
            article.stood = (article.status, article.published_at)
        return article

    # Two long texts, each of them twice: a bad line feels that.
    @method_decorator(gzip_page)
    def change_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().change_view(*args, **kwargs)

    # --- What can't be saved -----------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            put_together(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if not is_article_form(request):
                raise
            return self._refused(request, self.get_object(request, object_id) if object_id else None)

    def _refused(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        """The answer to a save by who may not, or may not any more; nothing of what was typed is lost with it."""
        if article is not None and not self.has_view_permission(request, article):
            article = None
        if article is None or not self.has_change_permission(request):
            return not_saved(request, _("Your account may not write this article."), status=403, article=article)
        words = _("Meanwhile the article became “%(state)s”: only editors change it now. Nothing was changed.") % {
            "state": article.get_status_display()
        }
        return not_saved(request, words, status=409, article=article)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        if is_article_form(request):
            return not_saved(request, _("Somebody deleted this article while you wrote."), status=409)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    # --- Saving ------------------------------------------------------------------------------------

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article = form.instance
        if article.source_id is None and article.adaptation != "original-work":
            leading = article.translations.in_use().exclude(source=None).first()
            if leading is not None:
                article.source = leading.source
                article.save(update_fields=["source"])
        filed_anew = any(each.model is ArticleKeyword and each.has_changed() for each in formsets)
        if change and (filed_anew or CATALOGUED & set(form.changed_data)):
            workflow.catalogue(article, by=request.user)  # type: ignore[arg-type]
        article.refresh_from_db(fields=["status", "revision", "published_at"])
        if change:
            drop_saved(article, request.user, [form, *(row for each in formsets for row in each.forms)])  # type: ignore[arg-type]
        workflow.note_findings(article)
        self._tell(request, article)

    def _tell(self, request: HttpRequest, article: Article) -> None:
        """What the save brought about beside what was typed."""
        status, planned = getattr(article, "stood", (article.status, None))
        if article.status != status:
            words = _(
                "The text changed after the disclaimer was verified: it is “translated” again, and must be approved "
                "anew."
            )
            if status == Status.PUBLISHED and planned:
                words = _(
                    "The text changed: it was scheduled for %(moment)s, and is not any more. Approve it again for the "
                    "same moment."
                ) % {"moment": moment(planned)}
            messages.warning(request, words)
        for original, other in doubles_of(article):
            if original.going_on_reason:
                continue
            messages.warning(
                request,
                format_html(
                    _(
                        'The same original is in “<a href="{}">{}</a>” ({}) already. Before you hand it over, write '
                        "why it is translated again."
                    ),
                    article_address(other),
                    other.headline,
                    other.get_status_display(),
                ),
            )

    def response_post_save_add(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return HttpResponseRedirect(article_address(obj))

    def response_post_save_change(self, request: HttpRequest, obj: Article | None) -> HttpResponseRedirect:
        return HttpResponseRedirect(article_address(obj) if obj else reverse("admin:articles_article_changelist"))

    # --- The page ----------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
            return step_page(request, self, pk, slug)

        return [
            path("<int:pk>/step/<slug:slug>/", self.admin_site.admin_view(step), name="articles_article_step"),
            *self._keeping_urls(),
            *pages_beside(self),
            *super().get_urls(),
        ]

    def _keeping_urls(self) -> list[URLPattern]:
        """Where the page's script sends what is typed."""

        def here(view: Any) -> Any:
            return lambda request, pk: view(request, self, pk)

        return [
            path("<int:pk>/autosave/", in_json(here(autosave)), name="articles_article_autosave"),
            path("<int:pk>/save/", in_json(here(save_changes)), name="articles_article_save"),
            path("<int:pk>/names/", in_json(here(make_name)), name="articles_article_name"),
            path("<int:pk>/names/proposed/", in_json(here(propose_name)), name="articles_article_name_proposed"),
            path("<int:pk>/accept/", in_json(here(accept)), name="articles_article_accept"),
            path("<int:pk>/discard/", self.admin_site.admin_view(here(discard)), name="articles_article_discard"),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context["original"]
        form = context["adminform"].form
        originals = context["inline_admin_formsets"][0].formset if context["inline_admin_formsets"] else None
        forms = [form, *(originals.initial_forms if originals else [])]
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False, "seen": ""}
        context |= {"words_a_minute": WORDS_A_MINUTE, **in_two(context["media"])}
        if getattr(form, "is_stale", False):
            context["merged_from"] = request.POST.get("merged_from") or request.POST.get("revision", "")
            context["differences"] = differences(forms, request.POST.get("seen", ""), context["merged_from"])
            context["may_merge"] = any(each.offers for each in context["differences"])
            if context["differences"]:
                # Said once, above the texts themselves.
                context["errors"] = None
            form.data["revision"] = str(form.stored_revision)
        if article is not None:
            stored = Article.objects.select_related("source", "photo", "translator", "created_by").get(pk=article.pk)
            standing = Standing(stored, request.user)  # type: ignore[arg-type]
            context |= panel_of(standing) | names_beside(standing) | pairing_beside(standing.pair)
            if self.has_change_permission(request, article):
                context["seen"] = seen_by(forms)
            if request.method in READING:
                context |= self._offered(request, article, [form, *(originals.forms if originals else [])])
        return super().render_change_form(request, context, *args, **kwargs)

    def _offered(self, request: HttpRequest, article: Article, forms: list[Any]) -> dict[str, Any]:
        """What the member typed and never saved: offered, or in the form again once they took it up."""
        kept = kept_of(article, request.user)  # type: ignore[arg-type]
        if kept is None:
            return {}
        may_write = self.has_change_permission(request, article)
        if may_write and "resume" in request.GET:
            return {"resumed": take_up(kept, forms)}
        offer = offer_of(Served(self, request, article), request.user)  # type: ignore[arg-type]
        return {"offer": offer, "may_take_up": may_write}
