"""Dates as people write them, in the languages in which policies name months.

A date that can be read in two ways (04/05/2025) is none, and so is a day that the calendar does not have.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

# The months by language, the short form behind the long one. Accents and capitals do not matter.
_NAMES = """
en january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec
de januar jan jänner|februar feb|märz mär|april apr|mai|juni jun|juli jul|august aug|september sep|oktober okt|november nov|dezember dez
fr janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct|novembre nov|décembre déc
es enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre sept sep|octubre oct|noviembre nov|diciembre dic
pt janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|outubro out|novembro nov|dezembro dez
it gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set|ottobre ott|novembre nov|dicembre dic
nl januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|oktober okt|november nov|december dec
sv januari jan|februari feb|mars|april apr|maj|juni jun|juli jul|augusti aug|september sep|oktober okt|november nov|december dec
pl stycznia styczeń|lutego luty|marca marzec|kwietnia kwiecień|maja maj|czerwca czerwiec|lipca lipiec|sierpnia sierpień|września wrzesień|października październik|listopada listopad|grudnia grudzień
ru января январь|февраля февраль|марта март|апреля апрель|мая май|июня июнь|июля июль|августа август|сентября сентябрь|октября октябрь|ноября ноябрь|декабря декабрь
tr ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
ar يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر
"""  # noqa: E501 - a table
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes "
    "sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag poniedziałek wtorek środa czwartek "
    "piątek sobota niedziela понедельник вторник среда четверг пятница суббота воскресенье mon tue wed thu fri sat sun"
)


def plainly(text: str) -> str:
    """Text for looking dates up: small letters without accents, one kind of digits and brackets, single spaces."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in folded if unicodedata.category(c) not in ("Mn", "Cf"))
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in kept)
    # The Turkish dotless i and the Polish crossed l do not decompose.
    return " ".join(digits.replace("ı", "i").replace("ł", "l").replace("’", "'").split())


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, names in enumerate(line.split(" ", 1)[1].split("|"), start=1):
            found |= {plainly(name): number for name in names.split()}
    return found


MONTHS = _months()
_NAME = "|".join(sorted(map(re.escape, MONTHS), key=lambda name: (-len(name), name)))
_DAYS = "|".join(re.escape(plainly(day)) for day in _WEEKDAYS.split())
_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:\s?(?:st|nd|rd|th|er|º|°|ª|o|:e))?"
_OF = r"(?:\s+(?:of|de|di|del|d'))?"
_NIEN, _WOL, _IL = map(plainly, ("년", "월", "일"))
_FORMS = (
    rf"(?P<y1>{_YEAR})\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})(?!\d)\.?",
    rf"(?P<y2>{_YEAR})\s?(?:年|{_NIEN})\s?(?P<m2>\d{{1,2}})\s?(?:月|{_WOL})(?:\s?(?P<d2>\d{{1,2}})\s?(?:日|号|號|{_IL}))?",
    rf"(?P<n3>{_NAME})\b\.?\s?(?P<d3>\d{{1,2}}){_TH}\s?,?\s?(?P<y3>{_YEAR})",
    rf"(?:the\s+)?(?P<d4>\d{{1,2}}){_TH}\.?{_OF}\s?(?P<n4>{_NAME})\b\.?,?(?:\s+(?:of|de|del))?\s?(?P<y4>{_YEAR})",
    rf"(?P<n5>{_NAME})\b\.?,?(?:\s+(?:of|de|del))?\s?(?P<y5>{_YEAR})",
    rf"(?P<a6>\d{{1,2}})(?P<sep>[./-])\s?(?P<b6>\d{{1,2}})(?P=sep)\s?(?P<y6>{_YEAR})",
)
# A date in a line that went through ``plainly``: a weekday may stand before it, the word for a year behind it.
_BEFORE_IT = rf"(?:(?:\b(?:{_DAYS})\b|(?:the|den|dem|le|el|il|dia)\b)[,.]?\s?){{0,2}}"
_BEHIND_IT = r"(?!\d)(?:\s?(?:г\.?(?:ода)?|года|r\.|roku)(?!\w))?"
DATE = f"{_BEFORE_IT}(?:{'|'.join(_FORMS)}){_BEHIND_IT}"
_DATE = re.compile(DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date as it was written; where only the month was, ``day`` is its first."""

    day: date
    month_only: bool = False


def read_date(text: str) -> Written | None:
    """The date that a whole text is, or None."""
    found = _DATE.fullmatch(plainly(text))
    return written(found) if found else None


def written(found: re.Match[str]) -> Written | None:
    """The date that was found by ``DATE``, if there is such a day and only one reading of it."""
    part = found.groupdict()
    if part["y1"]:
        return _day(part["y1"], part["m1"], part["d1"])
    if part["y2"]:
        return _day(part["y2"], part["m2"], part["d2"])
    for year, name, day in (("y3", "n3", "d3"), ("y4", "n4", "d4"), ("y5", "n5", "")):
        if part[year]:
            return _day(part[year], MONTHS[part[name]], part[day] if day else None)
    first, second = int(part["a6"]), int(part["b6"])
    if part["sep"] == "." or first > 12 or first == second:
        return _day(part["y6"], second, first)
    return _day(part["y6"], first, second) if second > 12 else None


def _day(year: str, month: str | int, day: str | int | None) -> Written | None:
    try:
        return Written(day=date(int(year), int(month), int(day or 1)), month_only=day is None)
    except ValueError:
        return None
