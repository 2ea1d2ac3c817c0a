"""Photos as the desk shows them: a small file of each, and bodies with theirs in place."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Photo
from articles.models.text import Figure, clean_html, clean_line, figures_in, with_figures, without_figures

FOUND_MAX, ASKED_MAX = 12, 200
# Something to stand where no picture can: grey in light and dark.
NO_PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300" viewBox="0 0 48 30">
<path fill="#8883" d="M0 0h48v30H0z"/><g fill="none" stroke="#888" stroke-width="1"><path d="M15 8h18v14H15z"/>
<path d="M15 20l6-6 4 4 3-3 5 5"/><circle cx="28" cy="12" r="1.5"/></g></svg>"""
HEADERS = {
    "Cache-Control": "private, max-age=60",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A small file of one photo; a drawing where its file is awaited, withdrawn or lost."""
    if not request.user.has_perm("articles.view_photo"):
        raise PermissionDenied
    photo = get_object_or_404(Photo, pk=pk)
    file = None if photo.withdrawn_at else _file_of(photo)
    if file is None:
        return HttpResponse(NO_PICTURE, content_type="image/svg+xml", headers=HEADERS)
    return HttpResponse(file, content_type="image/webp", headers=HEADERS)


@require_safe
def find_photos(request: HttpRequest) -> JsonResponse:
    """The newest photos that readers may see whose words hold each word asked for; all of them where none is."""
    if not request.user.has_perm("articles.view_photo"):
        raise PermissionDenied
    today = timezone.localdate()
    found = Photo.objects.exclude(image="").filter(withdrawn_at=None).exclude(expires_on__lte=today)
    for word in clean_line(request.GET.get("q", ""))[:ASKED_MAX].split():
        found = found.filter(Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word))
    photos = [
        {"id": each.pk, "alt": each.alt, "caption": each.caption, "credit": each.credit, "words": str(each)}
        for each in found.order_by("-added_at", "-pk")[:FOUND_MAX]
    ]
    return JsonResponse({"photos": photos}, headers={"Cache-Control": "private, no-store"})


def _file_of(photo: Photo) -> bytes | None:
    name = photo.small_file.name
    if not name:
        return None
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def read_body(html: str) -> SafeString:
    """A body to be read at the desk, with its photos, and their credits as readers find them.

    Cleaned once more on its way out: what was typed into the database by hand is no exception.
    """
    html = clean_html(html)
    numbers = {figure.photo for figure in figures_in(html)}
    photos = Photo.objects.in_bulk(numbers) if numbers else {}
    return mark_safe(with_figures(html, lambda figure: _figure(figure, photos.get(figure.photo))))  # noqa: S308


def read_original(html: str) -> SafeString:
    """The body of an original, which has no photos, cleaned once more on its way out."""
    return mark_safe(without_figures(clean_html(html)))  # noqa: S308


def _figure(figure: Figure, photo: Photo | None) -> str:
    caption = SafeString(figure.caption)
    if photo is None or not photo.is_showable:
        told = _("Photo %(number)s: readers don't see it.") % {"number": figure.photo}
        return format_html('<figure class="desk-figure"><figcaption>{} {}</figcaption></figure>', told, caption)
    file_photo = _("File photo.") if photo.is_file_photo else ""
    return format_html(
        '<figure class="desk-figure"><img src="{}" alt="{}" loading="lazy">'
        '<figcaption>{} <span class="desk-figure-credit">{} {}</span></figcaption></figure>',
        reverse("admin:articles_photo_picture", args=[photo.pk]), figure.alt, caption, file_photo, photo.credit,
    )  # fmt: skip
