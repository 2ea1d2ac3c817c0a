"""Dates: which months and weekdays a text names, in the calendar and the words of its language."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Day:
    """A month of a paragraph.

    `start`, `end`: the name of the month; of a date in figures, all of it. `months`: 1 to 12, of the Gregorian
    calendar; several where the figures may be read either way or the month is one of another calendar. `on`: the very
    day, where all of it is told, and `weekday` the weekday that stands beside. `is_sure`: whether it can hardly be
    anything but a month.
    """

    start: int
    end: int
    months: frozenset[int]
    on: date | None = None
    is_sure: bool = True
    weekday: "Weekday | None" = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """The name of a weekday: Monday is 0. `is_sure`: as above."""

    start: int
    end: int
    number: int
    is_sure: bool = True


# Names of the months in order, those of one month side by side with "/". What is more often something else ("march",
# مارس "he practised", "ocak" a hearth) begins with "?": it takes a day, a year or a word like "in" beside it; with "!"
# a day does not do (می also makes verbs).
_MONTHS = {
    "en": (
        "January/?Jan. February/?Feb. ?March/?Mar. April/?Apr. ?May June/?Jun. July/?Jul. August/?Aug. "
        "September/?Sept./?Sep. October/?Oct. November/?Nov. December/?Dec."
    ),
    "fr": (
        "janvier/?janv. février/fevrier/?févr. ?mars avril/?avr. ?mai juin juillet/?juil. août/aout septembre/?sept. "
        "octobre/?oct. novembre/?nov. décembre/decembre/?déc."
    ),
    "tr": "?ocak şubat ?mart nisan mayıs haziran temmuz ağustos eylül ?ekim ?kasım ?aralık",
    "ar": (
        "يناير/كانون_الثاني/كانون_ثاني/جانفي/ينايير فبراير/شباط/فيفري ?مارس/آذار/اذار "
        "أبريل/نيسان/أفريل/ابريل مايو/أيار/?ماي "
        "يونيو/يونيه/حزيران/?جوان يوليو/يوليه/تموز/جويلية أغسطس/?آب/?أوت/غشت سبتمبر/أيلول/شتنبر "
        "أكتوبر/تشرين_الأول/تشرين_أول نوفمبر/تشرين_الثاني/تشرين_ثاني/نونبر ديسمبر/كانون_الأول/كانون_أول/دجنبر"
    ),
    "fa": (
        "ژانویه/جنوری فوریه/فبروری مارس/مارچ آوریل/اپریل ?مه/!می ژوئن/?جون ژوئیه/ژوییه/جولای اوت/آگوست/اگست "
        "سپتامبر/سپتمبر "
        "اکتبر/اکتوبر نوامبر/نومبر دسامبر/دسمبر"
    ),
    "de": (
        "Januar/Jänner Februar ?März April ?Mai Juni Juli August September/?Sept. Oktober/?Okt. November/?Nov. "
        "Dezember/?Dez."
    ),
    "es": "enero febrero ?marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "it": "gennaio febbraio ?marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro ?março abril ?maio junho julho agosto setembro outubro novembro dezembro",
    "ru": (
        "январ_я/январ_ь/январ_е феврал_я/феврал_ь/феврал_е март_а/март_е/?март апрел_я/апрел_ь/апрел_е "
        "ма_я/?ма_й/?ма_е "
        "июн_я/июн_ь/июн_е июл_я/июл_ь/июл_е август_а/август_е/август сентябр_я/сентябр_ь/сентябр_е "
        "октябр_я/октябр_ь/октябр_е ноябр_я/ноябр_ь/ноябр_е декабр_я/декабр_ь/декабр_е"
    ).replace("_", ""),
}
# The months of the Iranian year, from the 21st of March on; in Afghanistan by the signs of the zodiac.
_SOLAR = (
    "فروردین/?حمل اردیبهشت/?ثور خرداد/?جوزا ?تیر/?سرطان مرداد/?اسد شهریور/?سنبله ?مهر/?میزان ?آبان/?عقرب ?آذر/?قوس "
    "?دی/?جدی ?بهمن/?دلو اسفند/?حوت"
)
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi ?pazar",
    "ar": "?الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "fa": "دوشنبه سه_شنبه چهار_شنبه پنج_شنبه جمعه ?شنبه یک_شنبه",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag/Sonnabend Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ru": "понедельник/понедельника вторник/вторника среда/среду/среды четверг/четверга пятница/пятницу/пятницы "
    "суббота/субботу/субботы воскресенье/воскресенья",
}
# What tells a month: "in March", "mid-May", شهر مارس, "mars dernier", "ocak ayı".
_BEFORE = {
    "en": "in|last|next|this|since|until|till|early|late|mid|through|during|from",
    "fr": "en|de|mois de|fin|début|mi|depuis|jusqu'en|courant",
    "tr": "geçen|geçtiğimiz|bu|her|gelecek|önümüzdeki",
    "ar": "شهر|شهري|أشهر|في|منذ|خلال|حتى|مطلع|أواخر|أوائل|منتصف|نهاية|بداية|من|بين",
    "fa": "ماه|اوایل|اواخر|اواسط",
    "de": "im|seit|bis|Anfang|Ende|Mitte|letzten|nächsten",
    "es": "en|de|desde|hasta",
    "it": "in|a|di|da|dal|fino a",
    "pt": "em|de|desde|até",
    "ru": "в|с|до",
}
_BEHIND = {
    "fr": "dernier|prochain",
    "tr": "ay|seçim|baş[ıl]|orta|son",
    "ar": "الماضي|المقبل|القادم|الجاري|الحالي|الفائت|المنصرم",
    "fa": "ماه|گذشته|آینده",
}
_SUFFIX = {
    # 'ta, ında, 'nin … and "ayı" behind a space.
    "tr": r"(?:['’][a-zçğıöşü]{1,8}|(?:ı|i|u|ü)?(?:n?[dt][ae]n?|nın|nin|nun|nün|ın|in|un|ün)(?:ki\w*)?)?",
    "fa": r"(?:\u200c?ماه)?",
}
_PREFIX = {"ar": "(?:[وف]?[بلك]|[وف])?"}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_WRITTEN_SEVERAL_WAYS = re.compile("[اأإآيىیئکكةه_ı]")
_ARABIC_LETTERS = {**dict.fromkeys("اأإ", "[اأإآ]"), "ي": "[يىی]", "ی": "[یيى]", "ک": "[کك]", "ة": "[ةه]", "ئ": "[ئیي]"}
# What may stand around a month.
_DAY_BEFORE = re.compile(
    r"(?<![\d.,:])(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?(?:\s+(?:of|de|من|شهر|ماه))*\s*(?:\w{3,9}\.?\s?/\s?)?$"
)
_DAY_BEHIND = re.compile(r"\.?\s*(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.,]\d)")
_YEAR_BEHIND = re.compile(
    r"(?:\.?\s*\d{1,2}(?:st|nd|rd|th)?)?(?:\s?/\s?[^\W\d]{3,9}(?: [^\W\d]{3,6})?)?[\s,،.]*"
    r"(?:(?:of|de|del|سنة|عام|العام|لعام|من عام|سال)\s+)?(?P<year>\d{4})(?!\d)"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>\d{4})(?:\s+(?:yılı|senesi)\w*|['’]\w+)?\s*$")
_IN_FIGURES = re.compile(
    r"(?<![\d./-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<z>\d{4}))(?![\d/-])(?!\s*(?:هـ|هجري))"
)
_FIGURES_MAY_BE = re.compile(r"\d[-/.]\d{1,2}[-/.]\d")
_BESIDE_A_WEEKDAY = re.compile(r"[\s,،(]*(?:(?:the|le|يوم|روز|الموافق|مورخ|am|el)\b)?[\s,،]*")
# Where a month in small letters is none.
_CAPITALISED = {"en", "de"}
_NEAR = 40


def days(paragraph: str, language: str, beside: "tuple[Weekday, ...] | None" = None) -> tuple[Day, ...]:
    """The months that a paragraph names, with the dates that they are part of, in order.

    `beside`: the weekdays that it names, where they are known.
    """
    named = _named(language)
    if named is None or not (_holds(paragraph, named[2], language) or _FIGURES_MAY_BE.search(paragraph)):
        return ()
    said = paragraph.translate(_DIGITS)
    beside = weekdays(paragraph, language) if beside is None else beside
    found = []
    for match in named[0].finditer(said):
        day = _read(said, match, named[1][_key(match["name"])], language)
        if day:
            found.append(_with_weekday(said, *day, beside))
    for match in _IN_FIGURES.finditer(said):
        if one := _in_figures(match, language):
            found.append(_with_weekday(said, one, match.start(), match.end(), beside))
    return tuple(sorted(found, key=lambda each: each.start))


def weekdays(paragraph: str, language: str) -> tuple[Weekday, ...]:
    """The weekdays that a paragraph names, in order."""
    named = _weekdays(language)
    if named is None or not _holds(paragraph, named[2], language):
        return ()
    found = []
    for match in named[0].finditer(paragraph):
        number, is_sure = named[1][_key(match["name"])]
        if language in _CAPITALISED and not match["name"][0].isupper():
            continue
        before = paragraph[max(match.start() - 6, 0) : match.start()]
        if not is_sure:
            behind = paragraph[match.end() : match.end() + 6]
            is_sure = bool(re.search(r"(?:يوم|روز)\s*$", before) or re.match(r"\s+gün", behind))
        # The night "of Friday" is the one before it in Arabic and Persian.
        is_sure = is_sure and not re.search(r"(?:ليلة|شب)\s*$", before)
        found.append(Weekday(match.start("name"), match.end("name"), number, is_sure))
    return tuple(found)


def _read(said: str, match: re.Match[str], known: tuple[int, str, bool], language: str) -> tuple[Day, int, int] | None:
    """The month at `match`, and from where to where its date goes."""
    month, doubt, is_solar = known
    if language in _CAPITALISED and not match["name"][0].isupper():
        return None
    before, behind = said[max(match.start() - _NEAR, 0) : match.start()], said[match.end() : match.end() + _NEAR]
    day = _DAY_BEFORE.search(before) or (_DAY_BEHIND.match(behind) if language == "en" else None)
    year = _YEAR_BEHIND.match(behind) or _YEAR_BEFORE.search(before)
    is_sure = bool(year or (day and doubt != "!")) or _is_told(match, before, behind, language)
    if not doubt and not is_sure:
        # "April Smith"
        is_sure = not (language == "en" and re.match(r" [A-Z][a-z]", behind))
    if not is_sure and (is_solar or doubt == "!"):
        return None
    number, in_year = int(day["day"]) if day else 0, int(year["year"]) if year else 0
    months, on = _solar(in_year, month, number) if is_solar else (frozenset({month}), _date(in_year, month, number))
    start = match.start() - len(before) + day.start() if day and day.re is _DAY_BEFORE else match.start("name")
    end = match.end() + (year.end() if year and year.re is _YEAR_BEHIND else 0)
    return Day(match.start("name"), match.end("name"), months, on, is_sure), start, end


def _is_told(match: re.Match[str], before: str, behind: str, language: str) -> bool:
    """Whether a word beside a name tells that it is a month."""
    if re.search(rf"(?<!\w)(?:{_BEFORE.get(language, '(?!)')})[\s-]+$", before, re.IGNORECASE):
        return True
    if language in _BEHIND and re.match(rf"[\s\u200c]*(?:{_BEHIND[language]})", behind):
        return True
    if language == "fa":
        return match[0].endswith("ماه")
    if language == "ar":
        return match[0][0] in "بل" and match.start() < match.start("name")
    if language == "tr":
        # "Kasım'da", and a capital where no other follows: no "Kasım Bey".
        is_inside = match["name"][0].isupper() and before.strip()[-1:] not in ("", ".", ":", "!", "?", '"', "“")
        return is_inside and not re.match(r"\s+[A-ZÇĞİÖŞÜ]", behind)
    return False


def _with_weekday(said: str, day: Day, start: int, end: int, beside: tuple[Weekday, ...]) -> Day:
    if day.on is None:
        return day
    for place in range(bisect_left(beside, start - _NEAR, key=lambda each: each.start), len(beside)):
        each = beside[place]
        if each.start > end + _NEAR:
            break
        low, high = (each.end, start) if each.end <= start else (end, each.start)
        if high - low < 12 and _BESIDE_A_WEEKDAY.fullmatch(said[low:high]):
            return replace(day, weekday=each)
    return day


def _in_figures(match: re.Match[str], language: str) -> Day | None:
    if match["y"]:
        choices = [(int(match["y"]), int(match["m"]), int(match["d"]))]
    else:
        one, other, year = int(match["a"]), int(match["b"]), int(match["z"])
        # Americans write the month first, others the day.
        choices = [(year, other, one), *([(year, one, other)] if language == "en" else [])]
    if 1300 <= choices[0][0] <= 1499:
        # The Hijri calendar is left alone.
        year, month, day = choices[0]
        if language != "fa" or not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        months, on = _solar(year, month, day)
        return Day(match.start(), match.end(), months, on)
    dates = [on for choice in choices if (on := _date(*choice))]
    if not dates:
        return None
    months = frozenset(on.month for on in dates)
    return Day(match.start(), match.end(), months, dates[0] if len(dates) == 1 else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _solar(year: int, month: int, day: int) -> tuple[frozenset[int], date | None]:
    """The Gregorian months that a month or day of the Iranian year falls in; its very date, where the year is told."""
    on = _from_solar(year or 1397, month, day or 1)
    if day and 1300 <= year <= 1499:
        return frozenset({on.month}), on
    # Without a year a day may fall on either side.
    around = [on + timedelta(days=shift) for shift in ((-1, 1) if day else (0, 29))]
    return frozenset(each.month for each in around), None


def _from_solar(year: int, month: int, day: int) -> date:
    """By the cycle of 33 years, which is right from 1800 to 2250."""
    years = year - 979
    passed = 365 * years + years // 33 * 8 + (years % 33 + 3) // 4
    passed += 31 * (month - 1) - max(month - 7, 0) + day - 1
    return date(1600, 3, 20) + timedelta(days=passed)


@lru_cache(None)
def _named(language: str) -> tuple[re.Pattern[str], dict[str, tuple[int, str, bool]], tuple[str, ...]] | None:
    """A pattern for the names of months in `language`; by name the month, its mark of doubt, whether it is solar;
    and what a text has to hold for any of them to stand there.
    """
    if language not in _MONTHS:
        return None
    names: dict[str, tuple[int, str, bool]] = {}
    for table, is_solar in ((_MONTHS[language], False), *([(_SOLAR, True)] if language == "fa" else [])):
        for number, group in enumerate(table.split(), 1):
            for name in group.split("/"):
                doubt = name[0] if name[0] in "?!" else ""
                names[name.lstrip("?!").rstrip(".").lower()] = (number, doubt, is_solar)
    return _pattern(list(names), language), {_key(name): known for name, known in names.items()}, _stems(list(names))


@lru_cache(None)
def _weekdays(language: str) -> tuple[re.Pattern[str], dict[str, tuple[int, bool]], tuple[str, ...]] | None:
    if language not in _WEEKDAYS:
        return None
    names = {
        name.lstrip("?").lower(): (number, not name.startswith("?"))
        for number, group in enumerate(_WEEKDAYS[language].split())
        for name in group.split("/")
    }
    return _pattern(list(names), language), {_key(name): known for name, known in names.items()}, _stems(list(names))


def _stems(names: list[str]) -> tuple[str, ...]:
    """A few letters of each name, written in one way only."""
    stems = set()
    for name in names:
        stems.add(max(_WRITTEN_SEVERAL_WAYS.split(name), key=len))
    return tuple(stem for stem in stems if not any(other in stem for other in stems - {stem}))


def _holds(paragraph: str, stems: tuple[str, ...], language: str) -> bool:
    if language in _CAPITALISED:
        return any(stem.capitalize() in paragraph for stem in stems)
    lowered = paragraph.lower()
    return any(stem in lowered for stem in stems)


def _pattern(names: list[str], language: str) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    choices = "|".join("".join(_ARABIC_LETTERS.get(char, re.escape(char)) for char in name) for name in longest_first)
    choices = choices.replace("_", r"[\s\u200c]*")
    prefix, suffix = _PREFIX.get(language, ""), _SUFFIX.get(language, "")
    return re.compile(rf"(?<![^\W\d_]){prefix}(?P<name>{choices}){suffix}(?![^\W\d_]|\u200c)", re.IGNORECASE)


def _key(name: str) -> str:
    """One form of each letter, without what stands between the parts of a name."""
    for one, others in (("ا", "أإآ"), ("ی", "يى"), ("ک", "ك"), ("ه", "ة"), ("ی", "ئ")):
        name = re.sub(f"[{others}]", one, name)
    return re.sub(r"[\s_\u200c]", "", name.lower())


def named_like(written: str, other: Day | Weekday, language: str) -> str | None:
    """The name of `other` in `language`, with a capital where `written` has one; None if that takes a human.

    An abbreviation gives way to one, and a date in figures to nothing.
    """
    if language not in ("en", "fr"):
        # Elsewhere a name may be inflected, or have several forms.
        return None
    if isinstance(other, Weekday):
        table, number = _WEEKDAYS[language], other.number
    elif len(other.months) == 1 and not written[0].isdigit():
        table, number = _MONTHS[language], min(other.months) - 1
    else:
        return None
    names = [name.strip("?.") for name in table.split()[number].split("/")]
    is_short = any(written.lower() == name.strip("?.").lower() for name in re.findall(r"\?\w+\.", table))
    if is_short and len(names) == 1:
        return None
    name = names[1 if is_short else 0]
    return name.capitalize() if written[0].isupper() else name
