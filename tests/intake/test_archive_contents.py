"""What an archive is, as it is documented; and what no word can break."""

from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from lxml import etree

from articles.intake.archive import wxr
from articles.intake.archive.contents import KEPT, LEFT_OUT, described, described_as_left_out

DOCUMENTED = (Path(__file__).resolve().parent.parent.parent / "docs" / "archive.md").read_text()


def test_each_model_is_kept_or_left_out_for_a_reason() -> None:
    kept = {each.model._meta.label for each in KEPT}
    linked = {each.link(name).remote_field.through._meta.label for each in KEPT for name in each.linked}

    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert there - {"articles.Listing"} - kept - linked - LEFT_OUT.keys() == set()
    assert (kept | linked).isdisjoint(LEFT_OUT)


def test_the_documented_files_and_fields_are_those_there_are() -> None:
    assert described() in DOCUMENTED, f"docs/archive.md should list:\n\n{described()}"
    assert described_as_left_out() in DOCUMENTED, f"docs/archive.md should list:\n\n{described_as_left_out()}"


def test_what_a_row_names_comes_before_it() -> None:
    places = {each.model: place for place, each in enumerate(KEPT)}

    for each in KEPT:
        for field in each.fields:
            if field.is_relation and field.related_model in places and field.related_model is not each.model:
                assert places[field.related_model] < places[each.model], f"{each.file}: {field.name}"  # type: ignore[index]


def test_any_words_make_valid_xml() -> None:
    hostile = "]]> <!-- & <script>]]]]>>\x00\x0b\ufffe\ud800 \U0001f309 الجسر \" '"
    post = wxr.Post(
        number=1, kind="post", status="publish", title=hostile, slug=hostile, address=f"https://a.example/{hostile}",
        guid=hostile, at=datetime(2026, 1, 1, tzinfo=UTC), creator=hostile, content=hostile, excerpt=hostile,
        terms=[wxr.Term("post_tag", hostile, hostile)], meta=[(hostile, hostile)], attachment_url=hostile,
    )  # fmt: skip
    parts = [wxr.channel(title=hostile, address="https://a.example", description=hostile, language="en")]
    parts += [wxr.author(1, hostile, hostile), wxr.term(1, wxr.Term("category", hostile, hostile, hostile))]

    read = etree.fromstring("".join([*parts, *wxr.item(post), wxr.TAIL]).encode())

    title = read.findtext("channel/item/title")
    assert title == "]]> <!-- & <script>]]]]>> \U0001f309 الجسر \" '"
    assert read.findtext("channel/item/category") == title
