"""The vocabulary as a file: out, in again, and what is refused on the way."""

from io import BytesIO

import pytest

from articles import workflow
from articles.models import Keyword, KeywordSpelling
from articles.tables import FileRefused
from articles.workflow.vocabulary_file import Outcome
from tests.factories import make_editor, make_member

pytestmark = pytest.mark.django_db


def read(text: str, **known: bool) -> Outcome:
    return workflow.read_vocabulary(BytesIO(text.encode()), by=make_editor(), **known)


def test_what_was_taken_away_changes_nothing_when_it_comes_back() -> None:
    sharaa = Keyword.objects.create(name="Ahmed al-Sharaa", slug="sharaa", kind="person", description="=1+1, or so")
    KeywordSpelling.objects.create(keyword=sharaa, language="ar", text="أحمد الشرع")
    KeywordSpelling.objects.create(keyword=sharaa, language="en", text="al-Shara'", use="avoid")
    Keyword.objects.create(name="Old name", slug="old", merged_into=sharaa)
    written = "".join(workflow.vocabulary_csv())

    outcome = read(written)

    assert (outcome.added, outcome.changed, outcome.refused, outcome.left) == ([], [], [], 2)
    assert "Old name" not in written
    # No spreadsheet reckons with it.
    assert "'=1+1" in written


def test_a_file_adds_and_changes_and_takes_nothing_away() -> None:
    idlib = Keyword.objects.create(name="Idleb", slug="idlib", kind="place")
    KeywordSpelling.objects.create(keyword=idlib, language="ar", text="إدلب")

    outcome = read(
        "name;kind;spelling;language;use;slug\n"
        "Idlib;place;Edlib;en;avoid;idlib\n"
        "Idlib;place;ادلب;ar;;idlib\n"
        "Hama;place;حماة;ar;;\n"
        "Hama;place;حماه;ar;;\n"
    )

    idlib.refresh_from_db()
    assert idlib.name == "Idlib"
    assert set(idlib.spellings.values_list("text", "use")) == {
        ("إدلب", "variant"), ("Idleb", "variant"), ("Edlib", "avoid"), ("ادلب", "variant"),
    }  # fmt: skip
    hama = Keyword.objects.get(slug="hama")
    assert (hama.kind, hama.key, hama.spellings.count()) == ("place", "hama", 2)
    assert outcome.refused == []


def test_a_line_that_cannot_be_taken_is_refused_by_its_number_and_the_rest_is_done() -> None:
    Keyword.objects.create(name="Homs", slug="homs", kind="place")

    outcome = read(
        "Name,Kind,Qualifier,Spelling,Language,Slug\n"
        ",place,,x,ar,\n"
        "Homs,town,,,,\n"
        "Homs,place,,حمص,arabic,\n"
        "Hims,place,,,,homs\n"
        "Homs,place,city,,,homs\n"
        "Daraa,place,,درعا,ar,\n"
    )

    assert [line for line, _why in outcome.refused] == [2, 3, 4, 6]
    assert outcome.refused[0][1] == "There is no name in this line."
    assert "Line 5 calls it “Hims”" in outcome.refused[3][1]
    assert Keyword.objects.filter(name="Daraa", spellings__text="درعا").exists()


def test_a_trial_tells_the_same_and_changes_nothing() -> None:
    outcome = read("name,spelling,language\nHama,حماة,ar\n", is_trial=True)

    assert outcome.added == ["Hama", "Hama: “حماة”"]
    assert not Keyword.objects.exists()


def test_a_file_without_columns_is_refused_and_so_is_who_may_not_change_keywords() -> None:
    with pytest.raises(FileRefused, match="name the columns"):
        read("Hama,Homs\n")
    with pytest.raises(FileRefused, match="empty"):
        read("")
    with pytest.raises(workflow.TransitionRefused):
        workflow.read_vocabulary(BytesIO(b"name\nHama\n"), by=make_member())


def test_a_line_that_is_refused_leaves_nothing_behind() -> None:
    outcome = read(
        "name,kind,spelling,language,use\n"
        "Hama,place,حماة,xx,\n"
        f"Hama,place,{'ح' * 500},ar,\n"
        "Hama,place,حماة,ar,shunned\n"
        "Homs,thing,حمص,ar,\n"
        "Hama,place,حماة,ar,\n"
    )

    assert [line for line, _why in outcome.refused] == [2, 3, 4, 5]
    assert "Known: person, place, organisation, theme." in outcome.refused[-1][1]
    assert outcome.added == ["Hama", "Hama: “حماة”"]
    assert KeywordSpelling.objects.get().keyword == Keyword.objects.get()
