"""A newsroom with one of everything, and what may be done to its archive on the way."""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles import workflow
from articles.checks.departures import Respelling
from articles.intake.archive.folder import digest_of
from articles.models import (
    Article,
    CheckSetting,
    Contributor,
    Correction,
    EditorialNote,
    FooterLink,
    ImportedItem,
    KeywordSpelling,
    Listing,
    MergeProposal,
    MissedAddress,
    Page,
    Photo,
    Proposal,
    Publication,
    Redirect,
    SourceProfile,
    Status,
    Story,
    Translation,
    Waiver,
)
from articles.models.text import as_html
from tests import factories

SECRET = "Nobody outside the desk reads this"


def make_newsroom() -> dict[str, Any]:
    """An article in each state, and each thing that can happen to one."""
    editor = factories.make_editor(username="editor", email="editor@secret.example", first_name="Rima")
    translator = factories.make_translator(credit="pseudonym", credit_name="Salma", languages=["ar", "en"])
    administrator = factories.make_administrator(is_superuser=True)
    draft = factories.make_article(headline=f"A draft: {SECRET}")
    original = draft.translations.get()
    original.authors.add(factories.make_keyword(kind="person"))
    original.headline = "الجسر"
    original.save()
    factories.make_translated(headline=f"Handed over: {SECRET}")
    factories.make_verified(headline=f"Verified: {SECRET}")
    factories.make_scheduled(headline=f"Scheduled: {SECRET}")
    section, source = factories.make_section(name="Politics"), factories.make_source(name="Al-Nahar")
    SourceProfile.objects.create(source=source, description="daily", valid_from=timezone.localdate() - timedelta(9))
    keyword, merged, photo = factories.make_keyword(name="Euphrates"), factories.make_keyword(), factories.make_photo()
    KeywordSpelling.objects.create(keyword=keyword, text="الفرات")
    figure = f'<figure><img data-photo="{photo.pk}" alt="A bridge"><figcaption>On Sunday</figcaption></figure>'
    fixed = factories.make_published(
        headline="The bridge opens", section=section, source=source, translator=translator, editor=editor,
        keywords=(keyword, merged), photo=photo, photo_alt="A bridge", photo_credit="Newsroom",
        body=f"{as_html(['It cost 14 million, says <the> ministry & co.'])}{figure}",
    )  # fmt: skip
    merged.merged_into = keyword
    merged.save()
    fixed.headline = "The <new> bridge & its cost"
    fixed.save()
    workflow.reissue(fixed, by=editor, correction=Correction(kind="our-error", text="It had been open before."))
    gone = factories.make_published(headline="Taken down")
    workflow.take_down(gone, by=editor, public_note="It was never so.")
    redacted = factories.make_published(headline="Redacted", body=as_html(["Karim spoke. He spoke of the bridge."]))
    edition = redacted.editions.get()
    workflow.redact(edition, what=workflow.Passage("Karim"), by=administrator, reason="In danger.")
    contributor, story = Contributor.objects.create(name="A. Writer"), Story.objects.create(title="Bridges", slug="b")
    imported = factories.make_imported(
        headline="Moved in", slug="moved-in", source=source, contributor=contributor, story=story
    )
    later = Translation(source=source, language="ar", headline="الجسر", body=as_html(factories.ARABIC))
    workflow.attach_original(imported, later, by=editor)
    withdrawn = factories.make_photo(alt="Withdrawn")
    withdrawn.withdrawn_at = timezone.now()
    withdrawn.save()
    factories.make_photo().delete()
    Redirect.objects.create(old="/2009/05/moved-in", new=Listing.objects.get(article=imported).get_absolute_url())
    ImportedItem.objects.create(
        site="old.example", key="7:https://old.example/?p=7", kind="post", file="old.xml", line=9, outcome="public",
        notes=[[9, "comments", "2 comments were left out."]], mark="0" * 64, article=imported, contributor=contributor,
    )  # fmt: skip
    Proposal.objects.create(article=imported, author="A. Writer", confidence=80, evidence="by A. Writer")
    MergeProposal.objects.create(keyword=merged, into=keyword, reason="Written alike.", score=90)
    FooterLink.objects.create(publication_id=1, label="Write to us", url="mailto:us@newsroom.example")
    MissedAddress.objects.create(path="/feed", times=3, last_on=timezone.localdate())
    Page.objects.create(title="About", slug="about", body=as_html(["Who we are."]))
    EditorialNote.objects.create(article=fixed, by=editor, text=SECRET)
    Waiver.objects.create(article=fixed, check_slug="figures", passage="14", reason="Rounded.", by=editor)
    CheckSetting.objects.create(check_slug="figures", mode="rest", set_by=administrator)
    fixed.refresh_from_db()
    batch = workflow.ask_for_house_style(
        Respelling("work", "works"), by=administrator, keyword=keyword, chosen={fixed.pk: fixed.text_revision}
    )
    workflow.approve_batch(batch, by=editor)
    workflow.carry_out(batch.pk)
    Publication.objects.update(lead=fixed.pk, motto=f"]]> & <{chr(0x1F309)}>")
    return {"fixed": fixed.pk, "imported": imported.pk, "photo": photo.pk, "withdrawn": withdrawn.pk}


def everything_public() -> list[tuple[Any, ...]]:
    """Every listing, with its search vectors and keywords."""
    listings = Listing.objects.order_by("pk").prefetch_related("keyword_rows")
    return [
        (*[getattr(listing, field.attname) for field in Listing._meta.concrete_fields],
         [(row.keyword_id, row.position, row.published_at) for row in listing.keyword_rows.all()])
        for listing in listings
    ]  # fmt: skip


def counted() -> dict[str, int]:
    return {"articles": Article.objects.count(), "photos": Photo.objects.count(), "public": Listing.public.count(),
            "drafts": Article.objects.filter(status=Status.DRAFT).count()}  # fmt: skip


# --- On the way --------------------------------------------------------------------------------


def copy_of(archive: Path, place: Path) -> Path:
    return Path(shutil.copytree(archive, place, symlinks=True))


def sign(archive: Path) -> None:
    """Make checksums and digest fit what stands there now, as who forges an archive would."""
    manifest = json.loads((archive / "manifest.json").read_text())
    for name, said in manifest["files"].items():
        content = (archive / name).read_bytes()
        said |= {"bytes": len(content), "rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["digest"] = digest_of((name, said["sha256"]) for name, said in manifest["files"].items())
    (archive / "manifest.json").write_text(json.dumps(manifest))


def change_rows(archive: Path, file: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the rows of `file`; one for which `change` gives False goes."""
    rows = [json.loads(line) for line in (archive / file).read_text().splitlines()]
    kept = [row for row in rows if change(row) is not False]
    said = [json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n" for row in kept]
    (archive / file).write_text("".join(said))
    sign(archive)


def change_manifest(archive: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((archive / "manifest.json").read_text())
    change(manifest)
    (archive / "manifest.json").write_text(json.dumps(manifest))
