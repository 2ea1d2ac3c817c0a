"""What is taken out at the foot of an imported body, and what stays."""

import pytest

from articles.intake.feet import take_out_feet

PROSE = (
    "<p>The bakery opened at four. “We had flour for an hour,” the baker said, and by five the shutters "
    "were down again "
    "in the street behind the mosque.</p>"
)
FULL = (
    "This article was translated and edited by The Syrian Observer. The Syrian Observer has not verified "
    "the content of "
    "this story. Responsibility for the information and views set out in this article lies entirely with the author."
)


@pytest.mark.parametrize(
    "wording",
    [
        FULL,
        ("This article was translated and edited by The Levant Reader. Responsibility for the information and "
        "views set "
        "out in this article lies entirely with the author(s)."),
        ("This article was edited and translated by The Syrian Observer. The views expressed in it are those "
        "of the author alone."),
        "The Syrian Observer has not verified the content of this story.",
        "The Syrian Observer cannot independently verify the information in this article.",
        "The opinions expressed in this article do not necessarily reflect the views of The Levant Reader.",
        ("Disclaimer: The views expressed in this article are those of the author and do not necessarily "
        "reflect our policy."),
        "* Responsibility for the content of this report rests solely with its author.",
        ("Please note: this story has been translated from Arabic and edited for clarity. The information "
        "contained herein does "
        "not necessarily represent the opinion of the editors."),
        "The author is solely responsible for the views expressed in this article.",
        "The Observer accepts no responsibility for the accuracy of this article.",
        "الآراء الواردة في هذا المقال لا تعبر بالضرورة عن رأي الموقع",
        "Les opinions exprimées ici ne reflètent pas nécessairement celles de la rédaction.",
        "This article was translated by The Syrian Observer.",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "markup",
    ["<p>{}</p>", "<p><em>{}</em></p>", "<hr><p><strong><em>{}</em></strong></p>", "<blockquote><p>{}</p></blockquote>",
     "<p> </p><p><span><em>{}</em></span><br></p><p><br></p>"],
)  # fmt: skip
def test_disclaimer_is_taken_out(wording: str, markup: str) -> None:
    feet = take_out_feet(PROSE + markup.format(wording))

    assert feet.html == PROSE
    assert feet.disclaimer == wording
    assert wording[:60] in feet.notes[0]


@pytest.mark.parametrize(
    "block",
    [
        "<p>Helpful keywords: Syria, ISIS, Damascus countryside</p>",
        "<p><strong>Keywords</strong>: Syria | ISIS | Damascus countryside</p>",
        (
            "<p>Tags: <a href='https://e.org/tag/a'>Syria</a>, <a href='https://e.org/tag/b'>ISIS</a>, Damascus "
            "countryside</p>"
        ),
        (
            "<h3>Helpful keywords</h3><ul><li>Syria</li><li><a href='https://e.org'>ISIS</a></li><li>Damascus "
            "countryside</li></ul>"
        ),
        "<p><strong>Helpful keywords</strong></p><p>Syria, ISIS, Damascus countryside</p>",
        "<p><em>KEY WORDS:</em><br>Syria<br>ISIS<br>Damascus countryside</p>",
        "<p>Tags: #Syria #ISIS #Damascus countryside</p>",
        "<p>Keywords – Syria; ISIS; Damascus countryside.</p>",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_keywords_are_taken_out(block: str, is_first: bool) -> None:
    disclaimer = f"<p><em>{FULL}</em></p>"

    feet = take_out_feet(PROSE + (block + disclaimer if is_first else disclaimer + block))

    assert feet.keywords == ["Syria", "ISIS", "Damascus countryside"]
    assert feet.disclaimer == FULL
    assert feet.html == PROSE


def test_an_empty_block_of_keywords_is_taken_out_too() -> None:
    feet = take_out_feet(f"{PROSE}<p>{FULL}</p><p>Helpful keywords</p>")

    assert (feet.html, feet.keywords) == (PROSE, [])
    assert len(feet.notes) == 2


@pytest.mark.parametrize(
    "credit",
    ["Source: Enab Baladi", "(Enab Baladi)", "Translated by Rim Sabbagh", "Link to original", "Zaman al-Wasl",
     "By Ibrahim Hamidi, Al-Hayat"],
)  # fmt: skip
def test_a_credit_line_stays(credit: str) -> None:
    above = take_out_feet(f"{PROSE}<p>{credit}</p><p><em>{FULL}</em></p>")
    below = take_out_feet(f"{PROSE}<p>{FULL}</p><p>{credit}</p>")
    within = take_out_feet(f"{PROSE}<p>{credit}<br><em>{FULL}</em></p>")

    assert above.html == below.html == within.html == f"{PROSE}<p>{credit}</p>"
    assert above.disclaimer == below.disclaimer == within.disclaimer == FULL


def test_a_credit_within_the_disclaimer_goes_with_it() -> None:
    feet = take_out_feet(f"{PROSE}<p>Source: Al-Modon. {FULL}</p>")

    assert feet.html == PROSE
    assert "Al-Modon" in feet.disclaimer


def test_a_disclaimer_at_the_end_of_the_last_paragraph_is_cut_off_it() -> None:
    feet = take_out_feet(f"{PROSE[:-4]} <em>{FULL}</em></p>")

    assert (feet.html, feet.disclaimer) == (PROSE, FULL)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{FULL}</p>{PROSE * 6}",
        f"<p>Keywords: bread, flour</p>{PROSE * 2}",
        f"{PROSE}<p>Keywords are a nuisance, he says.</p>",
        f"{PROSE}<p>Tags on the wall name every street that fell.</p>",
        f"{PROSE}<p>Reuters could not independently verify the report.</p>",
        f"{PROSE}<p>“This article was translated and edited by nobody,” she said, and laughed.</p>",
        f"{PROSE}<p>The text was translated by monks in Maaloula, and edited by their bishop’s nephew in 1911.</p>",
        f"{PROSE}<p>The minister bears responsibility for what the ministry publishes.</p>",
        f"{PROSE}<p>This article was translated by Rim Sabbagh.</p>",
        f"{PROSE}<p>His views do not necessarily reflect those of the party, he added.</p>",
        f"{PROSE}<h3>Keywords</h3>{PROSE}",
        f"{PROSE}<p>Syria</p><p>ISIS</p>",
        "<p>A piece about how newsrooms word their disclaimers must begin somewhere.</p>" + PROSE,
        "",
    ],
)
def test_what_is_only_like_a_foot_stays(html: str) -> None:
    assert take_out_feet(html).html == html


def test_wordings_that_the_newsroom_knows_are_taken_out_loosely() -> None:
    wording = "Carried into English by our readers’ circle; blame the outlet, and never the circle, for what it says."

    feet = take_out_feet(
        f"{PROSE}<p><em>Carried in to English by our Readers' Circle: blame the outlet (and never the circle) "
        f"for what it "
        f"says</em></p>",
        disclaimers=[wording],
    )

    assert feet.html == PROSE
    assert take_out_feet(PROSE, disclaimers=[wording, "", "The bakery"]).html == PROSE


def test_captions_and_photos_are_left_alone() -> None:
    figure = '<figure><img data-photo="7" alt="A market"><figcaption>Keywords: bread</figcaption></figure>'

    feet = take_out_feet(f"{PROSE}{figure}<p>{FULL}</p>")

    assert feet.html == PROSE + figure


@pytest.mark.parametrize(
    "html",
    ["<p>" * 100_000, "<" * 300_000, "<p" * 150_000, "a. " * 100_000, "&" * 300_000, "\ud800", "\x00",
     "Keywords: " + "a," * 150_000, "<p>" + "this article " * 25_000, "<br>" * 75_000, "<p><em>" * 40_000 + "Keywords:",
     "“" * 300_000, "x" * 300_000, " " * 300_000, "<p>" + "responsibility for the views " * 10_000],
)  # fmt: skip
def test_any_text_may_be_given(html: str) -> None:
    take_out_feet(html, disclaimers=["This article was translated."])
