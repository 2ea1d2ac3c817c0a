"""What the check of figures reports, and what it lets pass."""

import pytest

from articles.checks import Finding, Pair, Text
from articles.checks.figures import Figures
from articles.models import Adaptation


def found(language: str, original: str, article: str, adaptation: str = Adaptation.FULL) -> list[Finding]:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, language),), adaptation)
    return list(Figures().findings(pair))


def words(finding: Finding) -> tuple[str, str]:
    """The words it is about, here and in the original."""
    return tuple(place.words if place else "" for place in (finding.place, finding.original_place))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("language", "original", "article"),
    [
        ("ar", "أعادت البلدية فتح ١٢ مخبزاً.", "The municipality reopened twelve bakeries."),
        ("ar", "بلغ السعر ١٬٢٥٠ ليرة.", "The price reached 1,250 lira."),
        ("ar", "ارتفعت بنسبة ٣٫٥ في المئة قبل عامين.", "They rose by 3.5 per cent two years ago."),
        ("ar", "وصلت مساعدات بقيمة 3.5 مليار دولار.", "Aid worth $3.5bn has arrived."),
        ("ar", "انتهت المباراة ١-٢ في الساعة ١٩:٣٠.", "The match ended 2-1 at 7:30 p.m."),
        ("ar", "في تسعينيات القرن الماضي", "In the 1990s"),
        ("ar", "تضم المجموعة السابعة ثلاثة فرق.", "Group G has three teams."),
        ("ar", "نزح عشرات الآلاف من المدينتين.", "Tens of thousands fled both cities."),
        ("ar", "سقط الصاروخ على بعد 72 كيلومتراً.", "The missile fell 45 miles (72 km) away."),
        ("ar", "قال أحد الشهود إن نصف السكان رحلوا.", "A witness said that half of the people had left."),
        ("ar", "التقى الوزيران مساء الاثنين.", "The ministers met on Monday evening."),
        ("ar", "أحب هؤلاء الرجال.", "I love these 12 men."),
        ("fa", "بیست و پنج نفر در دهه ۱۹۹۰", "Twenty-five people in the 1990s"),
        ("fa", "دمای هوا به ۲۷ درجه رسید.", "It was 80 degrees."),
        ("tr", "2024'te nüfusun yüzde 50'si, üçüncü kez", "In 2024, 50% of the people, for the third time"),
        ("fr", "Quatre-vingt-dix-sept morts au XXIe siècle, 19h30", "Ninety-seven dead in the 21st century, 7:30 p.m."),
        ("fr", "Dix à 15 millions d'euros", "Between 10 and 15 million euros"),
        ("de", "Zwölf Prozent stimmten zu.", "Twelve per cent agreed."),
    ],
)  # fmt: skip
def test_numbers_answer_however_they_are_written(language: str, original: str, article: str) -> None:
    assert found(language, original, article) == []


@pytest.mark.parametrize(
    ("language", "original", "article", "reported", "mend"),
    [
        ("ar", "قُتل 300 شخص.", "30 people were killed.", ("30", "300"), "300"),
        ("ar", "قُتل خمسة أشخاص.", "Seven people were killed.", ("Seven", "خمسة"), "Five"),
        ("ar", "خسرت ٢٫٥ مليون دولار.", "It lost $2.7 million.", ("2.7 million", "٢٫٥ مليون"), "2.5 million"),
        ("ar", "بعد يومين من الهجوم", "Three days after the attack", ("Three", "يومين"), "Two"),
        ("ar", "كلّفت مليار يورو.", "It cost a million euros.", ("million", "مليار"), None),
        ("fa", "در سال ۱۹۷۶", "In 1967", ("1967", "۱۹۷۶"), "1976"),
        ("tr", "12.500 kişi öldü.", "12,600 people died.", ("12,600", "12.500"), "12,500"),
        ("fr", "la 21e rencontre", "the 22nd meeting", ("22", "21"), None),
        ("ar", "أسقطوا طائرة F-16.", "They shot down an F-15.", ("15", "16"), "16"),
        ("ar", "وصل 8 أطفال و8 نساء.", "8 children and 9 women came.", ("9", "8"), "8"),
        ("ar", "أُصيب 41 شخصاً أمس.", "People were hurt yesterday.", ("", "41"), None),
        ("ar", "أُصيب أشخاص أمس.", "People were hurt, 41% of them badly.", ("41", ""), None),
        ("fr", "une aide de 500 dollars", "aid of 500 euros", ("500", "500"), None),
    ],
)  # fmt: skip
def test_a_number_that_is_not_the_same_is_one_finding(
    language: str, original: str, article: str, reported: tuple[str, str], mend: str | None
) -> None:
    (finding,) = found(language, original, article)

    assert words(finding) == reported
    assert finding.mend == mend
    assert finding.message
    assert all(said in finding.passage for said in reported)


def test_clauses_move_between_neighbouring_paragraphs() -> None:
    original = "وصل 40 طبيباً إلى المستشفى صباح اليوم.\nثم وصلت شاحنة تحمل 700 خيمة إلى المدينة."
    article = "Doctors reached the hospital this morning.\nThen a truck with 700 tents and 40 doctors reached the town."

    assert found("ar", original, article) == []


def test_a_paragraph_without_counterpart_is_not_told_of_number_by_number() -> None:
    original = "وصل 40 طبيباً.\nووصلت 700 خيمة."

    assert found("ar", original, "40 doctors came.") == []


def test_of_excerpts_only_what_stands_in_them_is_looked_for() -> None:
    original = "وصل 40 طبيباً و300 ممرض صباح أمس إلى المدينة."

    whole = found("ar", original, "On that morning 40 doctors came.")
    kept = found("ar", original, "On that morning 40 doctors came.", adaptation=Adaptation.EXCERPTS)
    changed = found("ar", original, "On that morning 450 doctors came.", adaptation=Adaptation.EXCERPTS)

    assert [words(each) for each in whole] == [("", "300")]
    assert kept == []
    assert [each.place.words for each in changed if each.place] == ["450"]


def test_what_excerpts_take_together_may_stand_far_apart_in_the_original() -> None:
    original = (
        "وصل 40 طبيباً صباح أمس إلى المدينة.\nورحب بهم رئيس البلدية وأهل الحي.\n"
        "وبقيت الطرق مقطوعة.\nويسكن المدينة 7300 نسمة."
    )
    article = "On that morning 40 doctors came to the city of 7300 people."

    assert found("ar", original, article, adaptation=Adaptation.EXCERPTS) == []
    assert "7300" in [words(each)[0] for each in found("ar", original, article)]


def test_a_small_figure_that_explains_is_let_pass_unless_one_of_the_original_may_have_become_it() -> None:
    explained = found("ar", "وصل 40 طبيباً مع رئيسهم.", "On that day 40 doctors came with their head, aged 57.")
    mistaken = found("ar", "وصل 40 طبيباً مع 30 ممرضاً.", "On that day 40 doctors came with 57 nurses.")

    assert explained == []
    assert [words(each) for each in mistaken] == [("57", "30")]


def test_any_of_several_originals_may_answer() -> None:
    article = Text.plain("In 2019 the floods killed 40 people, in 2020 they killed 1,250, and later 7,300.", "en")
    originals = (
        Text.plain("في عام 2019 قتلت السيول 40 شخصاً، وفي عام 2020 قتلت آخرين كثيرين.", "ar"),
        Text.plain("قتلت السيول في عام 2020 في تلك البلاد 1250 شخصاً، وقبلها في عام 2019 غيرهم.", "ar"),
    )

    findings = list(Figures().findings(Pair(article, originals)))

    assert {each.place.words for each in findings if each.place} == {"7,300"}


def test_headlines_are_looked_for_anywhere_in_the_original() -> None:
    original = Text(("قُتل 300 شخص في الزلزال.",), "ar", "مئات القتلى في زلزال")
    right = Text(("300 died in the earthquake.",), "en", "Earthquake kills 300", "300 people are dead.")
    wrong = Text(("300 died in the earthquake.",), "en", "Earthquake kills 3000")

    assert list(Figures().findings(Pair(right, (original,)))) == []
    (finding,) = Figures().findings(Pair(wrong, (original,)))
    assert finding.place
    assert (finding.place.field, finding.place.words) == ("headline", "3000")


def test_what_is_accepted_falls_when_its_sentence_changes_and_not_before() -> None:
    original = "قُتل 297 شخصاً في الزلزال. وجُرح آخرون."
    (first,) = found("ar", original, "Nearly 300 died in the earthquake. Others were hurt.")
    (elsewhere,) = found("ar", original, "Nearly 300 died in the earthquake. More people were hurt.")
    (there,) = found("ar", original, "Almost 300 died in the earthquake. Others were hurt.")

    assert first.passage == elsewhere.passage
    assert first.passage != there.passage


@pytest.mark.parametrize(
    ("article", "left_behind"),
    [
        ("The coast is 300 km ( miles) long.", ["miles"]),
        ("They met at pm in the square, at 7 p.m. sharp.", ["pm"]),
        ("The wind blew at speeds of kph, then of 90 kph.", ["kph"]),
        ("They sold it for $ million, or $3 million.", ["$"]),
        ("After a 2- draw came a 2-1 win.", ["2-"]),
        ("It is some 30 km (19 miles) off, and cost £5. A three-km walk, per km.", []),
        ("Temperatures of -2 degrees, a $5 bill, 2-to-1 odds, in km/h, 18- to 29-year-olds.", []),
    ],
)
def test_what_a_number_left_behind_is_reported_without_any_original(article: str, left_behind: list[str]) -> None:
    findings = list(Figures().findings(Pair(Text.plain(article, "en"))))

    assert [each.place.words for each in findings if each.place] == left_behind
