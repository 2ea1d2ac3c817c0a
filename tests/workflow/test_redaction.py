"""Taking a field or a passage out of an edition, for people in danger."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from articles import disclaimer, workflow
from articles.models import (
    REDACTED,
    Article,
    Autosave,
    Correction,
    Edition,
    EditionOriginal,
    EditorialNote,
    Listing,
    Redaction,
    Waiver,
)
from articles.search import lexicon
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_photo,
    make_published,
    make_translated,
    make_translation,
)

pytestmark = pytest.mark.django_db


def stored_anywhere(words: str) -> list[str]:
    """The tables in which `words` still stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'articles%%' OR tablename = 'django_admin_log'"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE %s", [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_a_field_is_replaced_logged_and_the_digest_proves_the_rest() -> None:
    article, administrator = make_published(), make_administrator()
    edition = article.editions.get()
    digest = edition.digest

    edition = workflow.redact(edition, what="originals.1.byline", by=administrator, reason="He is in danger.")

    assert edition.originals.get().byline == REDACTED
    assert edition.digest == digest
    assert disclaimer.broken_fields(edition) == []
    log = Redaction.objects.get()
    assert (log.field, log.by, log.reason) == ("originals.1.byline", administrator, "He is in danger.")
    assert article.translations.get().byline == REDACTED
    assert stored_anywhere("سلمى الحلبي") == []


def test_what_was_redacted_can_not_be_guessed_from_its_hash() -> None:
    edition = make_published().editions.get()

    edition = workflow.redact(edition, what="originals.1.byline", by=make_administrator(), reason="Danger")

    assert set(edition.seal["originals.1.byline"]) == {"sha256"}


def test_the_rest_can_still_be_proved_false() -> None:
    edition = make_published().editions.get()
    edition = workflow.redact(edition, what="standfirst", by=make_administrator(), reason="Danger")

    edition.body = "forged"

    assert disclaimer.broken_fields(edition) == ["body"]


def test_a_passage_goes_wherever_it_stands() -> None:
    article = make_published(
        headline="Nadia Darwish speaks", standfirst="Nadia Darwish, a nurse.", body="<p>We met Nadia Darwish.</p>"
    )
    editor = make_editor()
    Autosave.objects.create(article=article, member=editor, revision=1, fields={"body": "Nadia Darwish"})
    EditorialNote.objects.create(article=article, by=editor, text="Call Nadia Darwish.")
    Waiver.objects.create(article=article, check_slug="x", passage="Nadia Darwish", reason="Nadia Darwish", by=editor)
    LogEntry.objects.log_actions(editor.pk, [article], CHANGE, "Nadia Darwish", single_object=True)
    article.editors_note = "Asked again."
    article.save()
    workflow.reissue(
        article, by=editor, note="Nadia Darwish called", correction=Correction(kind="our-error", text="Nadia Darwish.")
    )

    workflow.redact(
        article.editions.get(number=1), what=workflow.Passage("Nadia Darwish"), by=make_administrator(), reason="Danger"
    )
    workflow.redact(
        article.editions.get(number=2), what=workflow.Passage("Nadia Darwish"), by=make_administrator(), reason="Danger"
    )

    listing = Listing.public.get(pk=article.pk)
    assert listing.edition.body == f"<p>We met {REDACTED}.</p>"
    assert "darwish" not in listing.search_text
    article.refresh_from_db()
    assert article.headline == f"{REDACTED} speaks"
    # The slug was shared; it is the address. Everything else is gone.
    assert stored_anywhere("Nadia Darwish") == []


def test_a_redacted_original_keeps_no_fingerprint_of_what_stood_there() -> None:
    article = make_published()

    edition = workflow.redact(
        article.editions.get(), what=workflow.Passage("المهندس"), by=make_administrator(), reason="Danger"
    )

    assert REDACTED in edition.originals.get().body
    assert edition.originals.get().fingerprint == ""
    assert REDACTED in article.translations.get().body


def test_a_reissue_does_not_bring_it_back() -> None:
    article = make_published(body="<p>We met Nadia in Homs.</p>")
    workflow.redact(article.editions.get(), what=workflow.Passage("Nadia"), by=make_administrator(), reason="Danger")
    article.refresh_from_db()
    article.standfirst = "Another."
    article.save()

    workflow.reissue(article, by=make_editor())

    assert "Nadia" not in Listing.public.get(pk=article.pk).edition.body


@pytest.mark.parametrize(
    ("what", "reason", "said"),
    [
        ("body", " ", "Say why it is taken out."),
        ("digest", "Danger", "That does not stand in this version."),
        (workflow.Passage("not there"), "Danger", "That does not stand in this version."),
        (workflow.Passage(""), "Danger", "That does not stand in this version."),
    ],
)
def test_what_can_not_be_redacted_is_refused(what: str | workflow.Passage, reason: str, said: str) -> None:
    edition = make_published().editions.get()

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.redact(edition, what=what, by=make_administrator(), reason=reason)

    assert refusal.value.reasons == [said]
    assert not Redaction.objects.exists()


def test_only_administrators_redact() -> None:
    edition = make_published().editions.get()

    with pytest.raises(workflow.TransitionRefused, match="Only administrators redact"):
        workflow.redact(edition, what="body", by=make_editor(), reason="Danger")


def test_the_database_asks_again_who_redacts() -> None:
    edition, editor = make_published().editions.get(), make_editor()

    with pytest.raises(ProgrammingError, match="Only administrators redact"), connection.cursor() as cursor:
        cursor.execute("SELECT articles_redact(%s, NULL, 'body', 'gone', %s, 'because')", [edition.pk, editor.pk])


def test_a_redaction_opens_no_other_edition() -> None:
    edition, other = make_listing().edition, make_listing().edition
    workflow.redact(edition, what="body", by=make_administrator(), reason="Danger")

    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        Edition.objects.filter(pk=other.pk).update(body="forged")
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        EditionOriginal.objects.filter(edition=other).update(body="forged")


def test_an_edition_that_readers_do_not_see_any_more_is_redacted_too() -> None:
    article: Article = make_translated(body="<p>We met Nadia.</p>")
    editor = make_editor()
    workflow.approve_and_publish(article, by=editor)
    article.body = "<p>We met somebody.</p>"
    article.save()
    workflow.reissue(article, by=editor)

    workflow.redact(
        article.editions.get(number=1), what=workflow.Passage("Nadia"), by=make_administrator(), reason="Danger"
    )

    assert article.editions.get(number=1).body == f"<p>We met {REDACTED}.</p>"


def test_a_name_is_taken_out_wherever_it_was_typed() -> None:
    photo, administrator = make_photo(caption="NADIA  Darwish"), make_administrator()
    article = make_published(photo=photo, photo_credit="Us", photo_alt="A bridge")
    original = article.translations.get()
    original.going_on_reason = "Nadia Darwish asked."
    original.save()
    workflow.take_down(article, by=make_editor(), public_note="Nadia Darwish was never there.")

    workflow.redact(
        article.editions.get(), what=workflow.Passage("Nadia Darwish"), by=administrator, reason="Nadia Darwish asked."
    )

    assert stored_anywhere("Nadia Darwish") == []
    assert stored_anywhere("NADIA") == []
    assert Listing.objects.get(pk=article.pk).public_note == f"{REDACTED} was never there."
    assert article.corrections.get().text == f"{REDACTED} was never there."
    assert "asked" not in article.events.last().note


def test_the_step_says_that_it_was_redacted_and_the_log_why() -> None:
    article = make_published()

    workflow.redact(article.editions.get(), what="standfirst", by=make_administrator(), reason="His sister asked.")

    assert article.events.last().note == ""
    assert Redaction.objects.get().reason == "His sister asked."


def test_a_redacted_byline_links_to_nobody() -> None:
    article = make_article()
    article.translations.get().authors.add(make_keyword(name="Salma", kind="person"))
    article = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic")
    assert article.editions.get().originals.get().author_slugs == ["salma"]

    edition = workflow.redact(
        article.editions.get(), what="originals.1.byline", by=make_administrator(), reason="She is in danger."
    )

    assert edition.originals.get().author_slugs == []
    assert not article.translations.get().authors.exists()


def test_after_a_redacted_field_nothing_waits_to_be_published() -> None:
    article = make_published()

    edition = workflow.redact(article.editions.get(), what="body", by=make_administrator(), reason="Danger")

    article.refresh_from_db()
    assert edition.body == article.body == f"<p>{REDACTED}</p>"
    assert disclaimer.differences(disclaimer.words_of(article), edition) == []


def test_search_forgets_the_name_as_every_language_cuts_it() -> None:
    article = make_article(original=False)
    make_translation(article, language="tr", headline="Karakoç’un sözü")
    article.refresh_from_db()
    article = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic")
    known = lexicon.known(["karakoc"])

    workflow.redact(
        article.editions.get(), what=workflow.Passage("Karakoç’un"), by=make_administrator(), reason="Danger"
    )

    assert known == {"karakoc"}
    assert lexicon.known(["karakoc"]) == set()
