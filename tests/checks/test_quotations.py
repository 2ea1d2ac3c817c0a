"""Quotations that lost their marks, and marks that lost their counterpart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Pair, Text
from articles.checks.quotations import Quotations
from articles.models import Adaptation


def reported(article: str, original: str, language: str, adaptation: str = Adaptation.FULL) -> list[tuple[str, str]]:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, language),), adaptation)
    return [
        (each.place.words if each.place else "", each.original_place.words if each.original_place else "")
        for each in Quotations().findings(pair)
    ]


SAID = "She said we will not leave this village."
QUOTED = "She said: “We will not leave this village.”"


@pytest.mark.parametrize(
    ("original", "language", "article", "lost"),
    [
        ('قالت: "لن نغادر هذه القرية أبداً".', "ar", QUOTED, ""),
        ('قالت: "لن نغادر هذه القرية أبداً".', "ar", SAID, '"لن نغادر هذه القرية أبداً"'),
        ("قالت: «لن نغادر هذه القرية أبداً».", "ar", SAID, "«لن نغادر هذه القرية أبداً»"),
        ("او گفت: «ما این روستا را ترک نمی‌کنیم.»", "fa", SAID, "«ما این روستا را ترک نمی‌کنیم.»"),
        ('Kadın, "Bu köyü terk etmeyeceğiz," dedi.', "tr", SAID, '"Bu köyü terk etmeyeceğiz,"'),
        (
            "Elle a dit : « Nous ne quitterons pas ce village. »",
            "fr",
            SAID,
            "« Nous ne quitterons pas ce village. »",
        ),
        # A word held at arm's length is a quotation; a name or a title isn't.
        ('وصف الخطة بأنها "كارثية" للجميع.', "ar", "He called the plan disastrous for all.", '"كارثية"'),
        ('ذكرت صحيفة "النهار" ذلك.', "ar", "The newspaper al-Nahar reported it.", ""),
        ('التقى "كريم حداد" بالوفد.', "ar", "He met Karim Haddad at the airport.", ""),
        # British papers quote in single marks.
        ('قال: "تأخرنا كثيراً هذا العام".', "ar", "He said: 'We were very late this year.'", ""),
        # Two quoted, one left.
        (
            'وصف الاتفاق بأنه "خطوة أولى نحو السلام" وقال إن "الطريق ما زال طويلاً جداً أمامنا".',
            "ar",
            "He called the deal a first step towards peace and said “the road ahead of us is still very long”.",
            '"خطوة أولى نحو السلام"',
        ),
        # As long as both together, but so much stands between the two that nobody drew them together.
        (
            "Un « pari perdu », et il rappelle devant tous ses anciens collègues que « rien ne fut signé ».",
            "fr",
            "It is a lost bet, and he reminds his former colleagues there that “nothing at all was ever signed”.",
            "« pari perdu »",
        ),
        # Nothing ends it, but somebody says it.
        (
            'قال مدير المستشفى في العاصمة "لم يبق لدينا دواء ولا وقود.',
            "ar",
            "There is no medicine or fuel left, the hospital's director in the capital said.",
            '"لم يبق لدينا دواء ولا وقود.',
        ),
        (
            'أعلنت الشرطة سفر المدعو "كريم حداد مع عائلته إلى الساحل.',
            "ar",
            "The police said Karim Haddad left for the coast.",
            "",
        ),
        # The article tells what was said, and says so.
        ("وزیر گفت: «دولت از هر کمکی استقبال می‌کند.»", "fa", "The minister said the state would welcome any help.", ""),
        (
            'وقالت الوزارة "إنه نقل إلى السجن مساء أمس".',
            "ar",
            "He was taken to prison last night, the ministry said.",
            "",
        ),
        # Words that need no marks: called so already, foreign ones, and names.
        (
            'Köylüler sözde "büyük dönüşüm" için "hayal" diyor.',
            "tr",
            "The villagers say the so-called great transformation is a “dream”.",
            "",
        ),
        ("C'est une des vedettes les plus « glamours » du pays.", "fr", "One of the most glamour stars of all.", ""),
        (
            "«پرسه کوتاه» نام تازه‌ای نیست.\nاما پرسه کوتاه را همه می‌شناسند.",
            "fa",
            "A short walk is no new name.\nBut everybody knows it.",
            "",
        ),
    ],
)
def test_a_quotation_that_lost_its_marks_is_reported(original: str, language: str, article: str, lost: str) -> None:
    assert [there for _here, there in reported(article, original, language)] == ([lost] if lost else [])


@pytest.mark.parametrize(
    ("original", "reported_words"),
    [
        ("قالت إنها لن تغادر هذه القرية.", ["“We will never ever leave this village again.”"]),
        # Many a paper lets a colon or a dash do for the marks.
        ("وقالت: لن نغادر هذه القرية.", []),
        ("«لن نغادر هذه القرية».", []),
    ],
)
def test_speech_that_only_the_article_quotes_is_reported(original: str, reported_words: list[str]) -> None:
    found = reported("“We will never ever leave this village again.”", original, "ar")

    assert [here for here, _there in found] == reported_words


@pytest.mark.parametrize(
    ("article", "at"),
    [
        ("He said: “We waited for hours.\nNobody came to the square.", ["“"]),
        ("We waited for hours,” he said.", ["”"]),
        ('He said: "We waited for hours.\nNobody came to the square.', ['"']),
        # Over several paragraphs a quotation opens each of them again, and closes the last.
        ("He said: “We waited for hours.\n“Nobody came.\n“So we left.”\nThat was all.", []),
        ('He said: "They told me "no" and "never" again."', []),
        # What ends after three paragraphs ended only what was quoted in it.
        ('"They all said to me "oh, stay.\nStay here."\nBut why?\nWe left at dawn, I can tell you," he said.', []),
        ("A board of 12\" by 8\" and the players' '90s songs.", []),
    ],
)
def test_a_mark_without_its_counterpart_is_reported(article: str, at: list[str]) -> None:
    pair = Pair(Text.plain(article, "en"))

    assert [each.place.words for each in Quotations().findings(pair) if each.place] == at


SAID_SO = 'وقالت المعلمة: "لن نغلق المدرسة هذا الشتاء أبداً".'


@pytest.mark.parametrize(
    ("original", "language", "article", "is_lost"),
    [
        (SAID_SO, "ar", "“We won't ever close the school this winter,” the teacher said.", False),
        (SAID_SO, "ar", "“We won't ever close the school this winter.”", True),
        # In the paragraph before, or in the next, somebody speaks.
        (f"تحدثت المعلمة طويلاً.\n{SAID_SO}", "ar", "The teacher said a lot:\n“We won't ever close the school.”", False),
        (f"تحدثت المعلمة طويلاً.\n{SAID_SO}", "ar", "The teacher said a lot:\n“We won't ever close the school,”", True),
        (f"{SAID_SO}\nثم غادرت القاعة.", "ar", "“We won't ever close the school.”\nThen, she said, she left.", False),
        # The original doesn't say it, either.
        ('"لن نغلق المدرسة هذا الشتاء أبداً".', "ar", "“We won't ever close the school this winter.”", False),
        (
            "« Nous ne fermerons jamais cette école », a déclaré l'enseignante.",
            "fr",
            "“We won't close this school.”",
            True,
        ),
        ('Öğretmen, "Bu okulu asla kapatmayacağız" dedi.', "tr", "“We will never ever close this school.”", True),
        ("معلم گفت: «ما هرگز این مدرسه را نمی‌بندیم.»", "fa", "“We will never ever close this school.”", True),
    ],
)
def test_speech_that_lost_its_speaker_is_reported(original: str, language: str, article: str, is_lost: bool) -> None:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, language),))

    found = [each.message for each in Quotations().findings(pair)]

    assert found == (["The original says here who is speaking; the article doesn't."] if is_lost else [])


@pytest.mark.parametrize(
    ("words", "is_speech"),
    [
        ("I never saw that letter, the minister told the committee.", True),
        ("We were asleep when it began, said Salma, who lost her house.", True),
        ("The bridge is closed, the minister told the committee.", False),
        ("Our planet grows warmer, scientists said.", False),
        # A reporter who was there.
        ("I never saw that letter, the minister told the committee.\nHe then led me to the door.", False),
    ],
)
def test_speech_in_the_first_person_without_marks_is_reported(words: str, is_speech: bool) -> None:
    article = Text.plain(f"{words}\n“This is all there is to say,” he added.", "en")

    assert [each.place.paragraph for each in Quotations().findings(Pair(article)) if each.place] == [0] * is_speech


def test_a_quotation_over_several_paragraphs_is_reported_once() -> None:
    original = 'قال: "انتظرنا ساعات طويلة في الساحة.\nثم لم يأت أحد إلينا.\nفعدنا إلى بيوتنا متعبين".'
    article = "He said we waited for long hours in the square.\nThen nobody came to us.\nSo we went home, tired."

    assert len(reported(article, original, "ar")) == 1


def test_nothing_is_missing_from_excerpts() -> None:
    assert reported(SAID, 'قالت: "لن نغادر هذه القرية أبداً".', "ar", Adaptation.EXCERPTS) == []


def test_excerpts_may_end_within_a_quotation() -> None:
    article, original = "She said: “We will stay.", 'قالت: "سوف نبقى".'

    assert reported(article, original, "ar", Adaptation.EXCERPTS) == []
    assert reported(article, original, "ar")


@given(st.text(alphabet=st.sampled_from("ab .,:'\"“”«»„\n1س’")), st.sampled_from(["en", "ar", "fa", "tr", "fr", "de"]))
def test_any_text_quotes_what_it_quotes_itself(said: str, language: str) -> None:
    text = Text.plain(said, language)

    assert not [each for each in Quotations().findings(Pair(text, (text,))) if each.original_place]


@pytest.mark.parametrize(
    ("medium", "lost", "only_ours"),
    [("article", 1, 1), ("document", 1, 1), ("statement", 1, 0), ("post", 1, 0), ("video", 0, 0), ("audio", 0, 0)],
)
def test_what_was_heard_or_is_one_voice_needs_no_marks(medium: str, lost: int, only_ours: int) -> None:
    quoting = Text.plain('قالت: "لن نغادر هذه القرية أبداً".', "ar", medium=medium)
    speaking = Text.plain("لن نغادر هذه القرية أبداً ولن نترك بيوتنا لأحد مهما طال الحصار علينا.", "ar", medium=medium)
    in_marks = "“We will never leave this village, nor our houses to anybody, however long we are besieged.”"

    without_marks = list(Quotations().findings(Pair(Text.plain(SAID, "en"), (quoting,))))
    with_marks = list(Quotations().findings(Pair(Text.plain(in_marks, "en"), (speaking,))))

    assert (len(without_marks), len(with_marks)) == (lost, only_ours)
