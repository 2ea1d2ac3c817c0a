"""How lines of their own credit an outlet and an author, in several languages."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
DATE = re.compile(
    rf"(?:\b(?:on )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? \d{{4}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? "
    rf"\d{{4}}|"
    rf"{_MONTH} \d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})\b)",
    re.IGNORECASE,
)
OTHER_WORK = re.compile(
    r"^(?:translat(?:ed|ion|or)|edited|editing|editor|photos?|photograph\w*|images?|pictures?|video|"
    r"illustrat\w+|cartoon|cover|"
    r"caption|read (?:more|also)|see also|related|follow|share|subscribe|note|notes|tags?|key ?words?|helpful|"
    r"categor\w+|"
    r"ترجمة|تحرير|تصوير|الصورة|اقرأ)\b(?! from\b| into english from\b| and edited from\b)",
    re.IGNORECASE,
)
_PIECE = (
    r"(?:opinion piece|opinion|piece|analysis|story|report|"
    r"reporting|interview|text|words|article|column|commentary|essay|"
    r"feature|op-ed|editorial|review)"
)
BY = re.compile(
    rf"^(?:(?:original )?{_PIECE}?\s*[:–—-]?\s*(?:originally )?(?:written |prepared |reported |authored |"
    rf"compiled )?by\b\s*[:–—-]?|"
    r"(?:the )?(?:author|writer|reporter|correspondent|byline|interviewer)\s*[:–—-]|(?:an? )?(?:exclusive|"
    r"special report|investigation|report) by\b|(?:text|words|story|report(?:age)?)\s*:|interview\s*:|بقلم\s*:?|"
    r"كتب[ته]?\s*:?|"
    r"الكاتب\s*:|إعداد\s*:?)\s*",
    re.IGNORECASE,
)
_IN_ARABIC = (
    r"(?:\s*(?:in|from) (?:the )?(?:original )?(?:arabic|turkish|persian|farsi|kurdish|hebrew|russian|"
    r"french)(?: language)?(?: (?:text|original|version))?)?"
)
FROM = re.compile(
    rf"^(?:(?:original )?(?:source|sources|outlet|published|publisher|publication)\s*[:：–—-]|via\b:?|from\s*:|"
    rf"from\b(?= )|courtesy of|"
    rf"with permission from|(?:re)?published(?: first| originally)?{_IN_ARABIC} (?:in|by|on|at|from|with "
    rf"permission from)\s*:?|"
    rf"(?:this |the following |the )?(?:{_PIECE}|piece)? ?(?:was |has been )?(?:originally |first "
    rf")?(?:published|appeared|printed|ran|posted)"
    rf"(?: first)?{_IN_ARABIC}(?: on [A-Z]\w+)? (?:in|by|on|at)\s*:?|translated(?: and edited)?(?: into "
    rf"english)?{_IN_ARABIC} (?:from|in|of|published by)|"
    r"(?:link to |read )?(?:the )?original(?: article| text| story| post| source| version| link| report)?"
    + _IN_ARABIC
    + r"\s*(?:[:–—-]|at\b|in\b|on\b|by\b|from\b)|"
    r"(?:click here|link) to (?:read )?(?:the )?original[^:]{0,20}(?::|at\b|in\b|on\b)|link\s*:|"
    r"(?:published |produced |made )?in (?:cooperation|partnership|collaboration|association) with|reporting by|"
    r"adapted from|excerpted from|reprinted from|taken from|republished from|"
    r"(?:a )?statement (?:issued |released |made )?(?:by|from|of)|(?:press|media) (?:release|"
    r"statement)\s*(?:[:–—-]|by|from|of)|communiqu[eé] (?:of|by|from)|"
    r"(?:official )?statement\s*[:–—-]|المصدر\s*:?|نقلا عن|نقلاً عن|عن (?=صحيفة|موقع|وكالة|جريدة|قناة)|النص "
    r"الأصلي\s*:?|kaynak\s*:)\s*",
    re.IGNORECASE,
)
OFFICIAL_AFTER = re.compile(r"^(.{3,70}?)\s+(?:press )?(?:statement|communiqu[eé]|press release)$", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[–—|/•·-]+\s+|\s*[|/•–—]\s*|\s*[,،]\s+")
TIE = re.compile(
    r"\s+(?:for|in|at|from|with|of|via|to)\s+(?=(?:the |its |opposition |loyalist |pro-)?\s*[\"“«'‘]?[^\Wa-z_]|"
    r"[\u0600-\u06ff])"
)
BRACKETS = re.compile(r"[\(\[]([^()\[\]]{2,120})[\)\]]")
NOBODY = re.compile(
    r"\b(?:staff|correspondents?|editorial|editors?|newsroom|team|desk|reporters?|admin|exclusive|special|"
    r"agencies|monitoring|"
    r"follow-up|our own|journalist|activist|writer)\b",
    re.IGNORECASE,
)
TRANSLATED = re.compile(
    r"(?<=\w)[\s)]*[.,;–—|-]*\s*\(?(?:and |it was )?(?:translated|edited|translation|"
    r"photos?)\b[^.;]{0,80}?\bby\b.{0,80}$",
    re.I,
)
ROLE_OF = re.compile(
    r"^(?:(?:the|a|an) )?(?:[\w-]+ )?(?:editor-in-chief|editor|correspondent|columnist|journalist|reporter|"
    r"writer|contributor|director)"
    r" (?:of|at|for|with|in|from) ",
    re.IGNORECASE,
)
SOCIAL = re.compile(
    r"\b(?:(?:from |on |via )?(?:his|her|their|the author'?s?|the writer'?s?|official|personal)?\s*)?"
    r"(facebook|twitter|telegram|instagram|youtube|x)\b(?: (?:page|post|account|channel|thread))?",
    re.IGNORECASE,
)
POSTED_BY = re.compile(
    r"^(?:the )?(?:official )?(?:facebook|twitter|telegram|instagram|youtube|x) (?:page|account|channel|post|"
    r"feed) (?:of|by) (?:the )?(.{3,80})$",
    re.IGNORECASE,
)
FIELD = re.compile(r"[\w ]{3,20}\s?:")
POSSESSED = re.compile(r"^(.{3,50}?)['’]s?\s+(.{3,60})$")
FOR = re.compile(
    r"^(?:(?:first |originally )?(?:published|printed) (?:by|in|on)|for|in|at|from)\s+(?=\S)", re.IGNORECASE
)
FOR_LINE = re.compile(r"^(?:for|in)\s+(.{3,60})$", re.IGNORECASE)
SMALL = {"of", "and", "the", "for", "in", "al", "el", "bin", "by"}
TITLE = re.compile(r"^(?:dr|mr|mrs|ms|prof|eng)\.?\s+(?=\S)", re.IGNORECASE)
