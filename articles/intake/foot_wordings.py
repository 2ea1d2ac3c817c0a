"""How disclaimers, blocks of keywords and credit lines are worded where they are typed by hand."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

_PIECE = (
    r"(?:article|story|piece|text|report|opinion|opinion piece|interview|item|post|op-ed|editorial|analysis|"
    r"translation|"
    r"commentary|column|feature|content|material|blog post|news item|view)s?"
)
# "This article", "the views", "information in this report": what disclaimers speak of.
_STRONG = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"^(?:this|the above|the following|the preceding|the) {_PIECE} (?:has been|have been|was|is|were) "
            r"(?:\w+ )?"
            r"(?:translated|abridged|adapted|edited)(?:, [a-z ]+)? ?(?:and|&|,|/) ?(?:\w+ )?(?:edited|translated|"
            r"abridged|adapted|"
            r"published|summari[sz]ed|condensed)\b"
        ),
        (
            rf"^this {_PIECE} (?:has been|was|is) (?:\w+ )?(?:translated|edited)(?: (?:in)?to english| from (?:the "
            rf")?[a-z]+)* by "
            r"(?:the |our )"
        ),
        r"^translated and edited by (?:the |our )",
        (
            r"\bresponsib(?:le|ility) (?:for|of) (?:the |all |any |its |this )?(?:\w+ ){0,2}?(?:information|"
            r"content|contents|view|views|"
            r"opinion|opinions|article|text|facts|accuracy)\b.{0,120}\b(?:lies|lie|rests|rest|remains|falls|is|"
            r"belongs|borne)\b.{0,40}"
            r"\b(?:author|authors|writer|source|outlet|publisher|author\(s\))"
        ),
        (
            r"\b(?:author|authors|writer|author\(s\)|source|outlet|publisher)s? (?:is|are|alone is|alone are|"
            r"bears?|remains?) "
            r"(?:\w+ ){0,2}?responsib"
        ),
        (
            rf"\b(?:has|have|did|does|do|can|could)(?: not|not|n't) (?:\w+ ){{0,2}}?(?:verif|confirm|vouch|"
            rf"guarantee|check|endorse)"
            rf"\w* (?:for )?(?:the )?(?:\w+ ){{0,4}}?(?:of |in )?(?:this|the above) {_PIECE}\b"
        ),
        (
            r"\b(?:views?|opinions?|information|ideas|statements?|positions?|facts)\b.{0,80}\b(?:expressed|"
            r"contained|presented|stated|"
            r"set out|herein|published|in this|of the author|of the writer)\b.{0,120}\b(?:do|does) ?(?:not|n't) "
            r"necessarily"
        ),
        rf"^(?:this|the) {_PIECE} (?:do|does) ?(?:not|n't) necessarily (?:reflect|represent|express)",
        (
            r"^(?:it|they|and|which)? ?(?:do|does) ?(?:not|n't) necessarily (?:reflect|represent|express) (?:the "
            r")?(?:\w+ ){0,2}?(?:view|"
            r"opinion|position|polic|editorial|stance)"
        ),
        (
            r"\b(?:views?|opinions?)\b.{0,60}\bare (?:\w+ ){0,2}?(?:those of|the author's|his own|her own|their "
            r"own|the writer's)\b"
            r".{0,30}(?:author|writer|own|alone)"
        ),
        (
            r"\b(?:is not|cannot be(?: held)?|accepts no|takes no|assumes no|bears no|disclaims any|disclaims all|"
            r"declines any|not be held)"
            rf" (?:\w+ )?(?:responsib|liab)\w*.{{0,60}}\b(?:content|view|opinion|information|accuracy|error|this "
            rf"{_PIECE})"
        ),
        (
            rf"\b(?:do|does) ?(?:not|n't) (?:\w+ )?(?:endorse|adopt|share|necessarily agree with) (?:the )?(?:\w+ "
            rf"){{0,3}}?"
            rf"(?:in|of) this {_PIECE}\b"
        ),
        r"\bne refl[eè]tent pas n[eé]cessairement\b",
        r"\bn'engagent que (?:leur|son|leurs)s? auteur",
        (
            r"(?:الآراء|الاراء|المقال|المقالات|وجهة|وجهات).{0,80}(?:لا|ولا) (?:تعبر|يعبر|تمثل|يمثل|تعكس|يعكس)(?: "
            r"\w+)? ?بالضرورة"
        ),
        r"(?:تمت|جرت) ترجمة (?:هذا|هذه|المقال|المادة|التقرير)",
        r"^(?:ترجم|ترجمت|تُرجم) (?:هذا|هذه) (?:المقال|المقالة|التقرير|المادة)",
        r"(?:مسؤولية|المسؤولية).{0,60}(?:تقع على|يتحملها|على عاتق).{0,30}(?:كاتب|الكاتب|المؤلف|كاتبه|كاتبها|صاحب)",
    )
)
# What may stand beside such a sentence, within its paragraph.
_COMPANY = re.compile(
    r"translat|original|edited|author|views|opinion|content|responsib|verif|reflect|accura|permission|rights "
    r"reserved|"
    r"copyright|©|disclaimer|for (?:length|clarity)|source|link|read |click|the article|this article|this story|"
    r"ترجم|الأصل|المصدر"
)
_HINTS = (
    "ranslat", "dited", "bridged", "dapted", "esponsib", "erif", "onfirm", "ouch", "uarantee", "ecess", "écess",
    "iabil", "ndorse", "Opinion", "opinion", "Views", "views", "engagent", "RANSLAT", "ESPONSIB", "بالضرورة",
    "ترجم", "مسؤولي",
)  # fmt: skip
_SPOKEN = re.compile(r"[“”\"«»]|\b(?:he|she|they) (?:said|added|told|explained|wrote|argued|insisted)\b")
_LEAD = re.compile(
    r"^(?:[\W_]*(?:please note(?: that)?|disclaimer|editor'?s? note|note|n\.?b\.?|تنويه|"
    r"ملاحظة)\b[\s:.,–—-]*)?[^\w\s(]*\s*"
)
_HEADING = re.compile(
    r"^[\W_]*(?:disclaimer|legal notice|editorial disclaimer|تنويه|إخلاء مسؤولية|avertissement)[\W_]*$"
)
_END = re.compile(r"[.!?؟…][\"”’')\]]*\s+")

_KEYWORDS = re.compile(
    r"^[\W_]*((?:helpful|related|useful|suggested|relevant|search|article|main)\s+(?:key\s?-?words?|tags|terms)|"
    r"key\s?-?words?|"
    r"tags|tagged(?:\s+(?:as|in|with|under))?|post tags|hashtags|الكلمات المفتاحية|كلمات مفتاحية|كلمات دلالية|"
    r"الكلمات الدلالية|"
    r"وسوم|الوسوم|mots[ -]cl[ée]s|anahtar kelimeler|etiketler)\s*(?:\([^()]{0,40}\))?[\s\"”*_]*([:：–—-]|$|"
    r"(?=\s*[|#])|\s)",
    re.IGNORECASE,
)
_ITEM_EDGE = re.compile(r"\s*[,،;؛|•·\n\t]\s*|\s+[/–—]\s+|\s*(?=#)")
_CREDIT = re.compile(
    r"^[\W_]*(?:(?:translated|translation|edited|editing|source|sources|via|photo|photos|image|credit|author|"
    r"written|by|reporting|"
    r"original|originally|link|read|published|republished|first published|courtesy)\b.{0,200}|المصدر.{0,100}|"
    r"ترجمة.{0,100}|"
    r"\([^()]{2,60}\)\W*)$",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """`text` in small letters, with plain apostrophes and single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub("[\u2018\u2019\u02bc`´]", "'", text).split())


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a line, each with where it begins."""
    start = 0
    for end in _END.finditer(text):
        yield start, text[start : end.end()].strip()
        start = end.end()
    if text[start:].strip():
        yield start, text[start:].strip()


def might_disclaim(text: str) -> bool:
    """Whether a line has any word of a disclaimer: a quick look before a thorough one."""
    return any(hint in text for hint in _HINTS)


def is_disclaimer_sentence(sentence: str) -> bool:
    """Whether one sentence alone says that a text is somebody else's."""
    if len(sentence) > 700:
        return False
    plain = _LEAD.sub("", folded(sentence), count=1)
    return not _SPOKEN.search(plain) and any(pattern.search(plain) for pattern in _STRONG)


def is_disclaimer(text: str) -> bool:
    """Whether a line is a disclaimer and nothing else."""
    if len(text) > 1_500 or not might_disclaim(text):
        return False
    told = [sentence for _start, sentence in sentences(text)]
    strong = [is_disclaimer_sentence(sentence) for sentence in told]
    return any(strong) and all(
        sure or (_COMPANY.search(folded(sentence)) and not _SPOKEN.search(folded(sentence))) or len(sentence) <= 12
        for sure, sentence in zip(strong, told, strict=True)
    )


def disclaimer_begins(text: str) -> int:
    """Where, after other sentences, a disclaimer begins that runs to the end of the line; 0 when there is none."""
    begins = 0
    if not might_disclaim(text[-2_000:]):
        return 0
    for start, sentence in sentences(text[-2_000:]):
        if not is_disclaimer_sentence(sentence):
            # Beside the first strong sentence others may stand; before it, nothing counts.
            begins = begins if begins and _COMPANY.search(folded(sentence)) else 0
        elif not begins:
            begins = start + max(len(text) - 2_000, 0)
    return begins


def is_disclaimer_heading(text: str) -> bool:
    return len(text) <= 60 and bool(_HEADING.match(folded(text)))


def is_like(text: str, wording: str) -> bool:
    """Whether a line is a known wording or a part of it, give or take a few letters."""
    ours, theirs = (re.sub(r"[\W_]+", " ", folded(each[:3_000])).strip() for each in (text, wording))
    if len(ours) < 20 or not theirs or len(ours) > 1.3 * len(theirs) + 20:
        return ours == theirs != ""
    return fuzz.ratio(ours, theirs) >= 85 or (len(ours) <= len(theirs) and fuzz.partial_ratio(ours, theirs) >= 92)


def keywords_in(text: str) -> list[str] | None:
    """The keywords that a line names; [] where it is only their heading; None where it is no such line."""
    if len(text) > 3_000:
        return None
    heading = _KEYWORDS.match(text)
    if not heading:
        return None
    rest = text[heading.end() :].strip(' \t"”*_:')
    if not rest:
        return []
    items = split_items(rest)
    # Without a colon only the words of a block say that it is one: "Tags are a nuisance, he says."
    if not heading[2].strip() and not (len(items) > 1 and heading[1].lower().startswith(("helpful", "post"))):
        return None if rest[0] not in "|#" else items or None
    return items or None


def split_items(text: str) -> list[str]:
    """The keywords of a line; [] where it reads like sentences."""
    items = [item.strip(' \t.#*"“”-–') for item in _ITEM_EDGE.split(text)]
    items = [item for item in items if item]
    if any(len(item) > 60 or len(item.split()) > 7 or re.search(r"[.!?] ", item) for item in items):
        return []
    if text.rstrip().endswith((".", "!", "?")) and len(items) < 3 and len(text.split()) > 4:
        return []
    return items


def is_credit(text: str) -> bool:
    """Whether a line at the foot only says where a text is from, or who worked on it."""
    return len(text) <= 250 and bool(_CREDIT.match(text))
