"""Lines that say when a text was changed or from when it applies, and say nothing else.

A sentence that also says something is no such line: in `Effective January 1, 2020, residents may …` the date is
that of a right, and in `the "Effective Date" means …` it is a defined term. So a line is taken only where
label, date and what usually stands behind them are all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from site_builder.adopt.calendar import DATE, Written, plainly, written


class Kind(Enum):
    """What a date says of a text."""

    UPDATED = "updated"
    EFFECTIVE = "effective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date that a text states of itself, and the line in which it does."""

    kind: Kind
    date: Written
    line: str


_LONGEST = 200
# By language, each a pattern of its label; they are read without accents and in small letters (``plainly``).
_UPDATED = r"""
(?:date of )?(?:the )?(?:last|latest|most recent)(?:ly)? (?:updated?|revised|modified|amended|changed|change)(?: date)?
(?:date of )?(?:the )?(?:last|latest|most recent) (?:revision|modification|amendment)(?: date)?
(?:was |were )?(?:most recently )?(?:updated|revised|modified|amended|posted|published)
(?:update|revision|release|publication|posting) date
version(?: dated| of)?
dated?(?=\s?:)
(?:zuletzt |letztmals )?(?:aktualisiert|geändert|überarbeitet)
(?:letzte (?:aktualisierung|änderung|überarbeitung)|fassung vom|stand|version vom)
(?:date de (?:la )?)?dernière (?:mise à jour|modification|révision)
(?:mise? à jour|date de (?:mise à jour|publication)|modifiée?s?)
(?:fecha de (?:la )?)?última (?:actualización|modificación|revisión)
(?:fecha de (?:actualización|publicación)|actualizad[oa]s?|modificad[oa]s?)
(?:data da )?última (?:atualização|modificação|revisão|alteração)
(?:data de (?:atualização|publicação)|atualizad[oa]s?)
(?:data (?:dell'|di ))?ultim[oa] (?:aggiornamento|modifica|revisione)
(?:data di (?:aggiornamento|pubblicazione)|aggiornat[oa])
laatst (?:bijgewerkt|gewijzigd|herzien)|laatste (?:update|wijziging|herziening)
senast (?:uppdaterad|ändrad|reviderad)e?
(?:data )?ostatni(?:a|ej) (?:aktualizacj[ai]|zmian[ay])|(?:ostatnio )?zaktualizowan[oay]
(?:дата )?последн(?:ее|его|яя|ей) (?:обновлени[ея]|изменени[ея]|редакци[яи])
(?:последний раз )?обновлен[оаы]|редакция от
son güncelleme(?: tarihi)?|güncellenme tarihi
(?:تاريخ )?(?:آخر|اخر) (?:تحديث|تعديل)|تاريخ التحديث
(?:最[近后後新終终]|上次|本次)?(?:更新|修订|修訂|修改|发布|發布|發佈|公布|公佈|版本|颁布|改定|改訂|制定)(?:日期|时间|時間|日|版本|于|於)?
(?:최종 |최근 )?(?:업데이트|수정|개정|변경|공고|게시)(?:일자|일|됨)?
"""
_EFFECTIVE = r"""
(?:is |are |becomes? |shall be |was |were )?(?:version )?effective(?: date)?(?: of (?:this|these|the) (?:\w+ ){0,4}\w+)?
date effective|effective and (?:was |were )?last (?:updated|revised|modified)
(?:comes? |came |enters? |entered |is |are )?in(?:to)? (?:force|effect)
(?:applies|apply|valid)(?= (?:from|as of|since|starting))
(?:ist |sind )?(?:gültig|wirksam|gilt|gelten|in kraft)(?: getreten)?(?= (?:ab|seit|am|zum|vom))
datum des inkrafttretens|inkrafttreten
(?:date d')?entrée en vigueur|date d'effet|date de prise d'effet
(?:est |sont |entrée? )?(?:en vigueur|applicables?)(?= (?:le|au|du|à compter|depuis|à partir))
(?:fecha de )?entrada en vigor|fecha (?:de vigencia|efectiva)|(?:entra en |está en )?(?:vigor|vigencia|vigente)
(?:data de )?(?:entrada em vigor|vigência)|(?:em vigor|vigente)(?= (?:desde|a partir|em))
(?:data di )?(?:entrata in vigore|efficacia|decorrenza)|(?:in vigore|valid[oa]|con effetto)(?= (?:dal?|a partire))
ingangsdatum|(?:van kracht|geldig)(?= (?:vanaf|sinds|per|met ingang))
(?:gäller|träder i kraft)|ikraftträdande
data wejścia w życie|obowiązuje|wchodzi w życie
(?:дата )?вступлени[ея] в силу|вступает в силу|действует|действительн[аоы]
yürürlük tarihi|yürürlüğe giriş tarihi
تاريخ (?:السريان|النفاذ|سريان المفعول|الدخول حيز التنفيذ)|(?:سارية?|يسري|تسري)(?: المفعول)?
(?:生效|施行|实施|實施|发布及生效|發布及生效|更新及生效|発効|適用開始|適用)(?:日期|时间|時間|日)?
시행(?:일자|일)?|발효일|적용일|효력 발생일
"""
# What stands behind a date and says what it is: "2026 年 5 月 4 日生效", "2024年4月1日 改定".
_BEHIND_UPDATED = r"(?:更新|修订|修訂|发布|發布|改定|改訂|制定|업데이트|개정|수정)"
_BEHIND_EFFECTIVE = (
    r"(?:起|より|から|부터)?\s?(?:正式)?(?:生效|施行|实施|實施|発効|適用|有効|시행|적용|발효)|in kraft(?: getreten)?"
)
_JOINED = (
    r"(?:on|as of|as at|from|since|starting(?: on)?|beginning(?: on)?|dated|ab dem|ab|seit dem|seit|am|zum|vom|"
    r"le|du|au|à compter du|depuis le|à partir du|el|desde el|desde|a partir del?|em|em vigor|de|dal|dall'|da|il|"
    r"a partire dal|op|vanaf|sinds|per|met ingang van|den|från(?: och med)?(?: den)?|od(?: dnia)?|z dnia|dnia|с|от|"
    r"اعتبار[اًا]* من|من|في|于|於|自|は)"
)
_SUBJECT = (
    r"(?:(?:this|these|our|the|diese[rs]?|unsere?|cette|ces|les|la|el|esta|estas|estos|questa|queste|deze)\s)?"
    r"(?:[\w'&./-]+\s){0,5}?(?:policy|policies|terms(?: of (?:service|use))?|terms and conditions|agreement|notice|"
    r"statement|addendum|document|version|page|conditions|guidelines|datenschutzerklärung|richtlinie|bedingungen|"
    r"nutzungsbedingungen|politique|conditions|política|políticas|términos|condiciones|informativa|beleid)"
    r"(?:\s(?:is|are|was|were|wurden?|ist|sind|est|sont|a été|ont été))?[\s,:]*"
    r"|[本此该該當当]?(?:\w{0,8}(?:政策|协议|協議|条款|條款|声明|聲明|ポリシー|規約))?"
)
_BEHIND = (
    r"(?:\(?\[?(?:see\s|view\s|click here (?:for|to see) )?(?:our\s|the\s)?"
    r"(?:previous|prior|past|archived?|older|earlier|all)?\s?(?:versions?|policy|terms)(?: here)?\]?\)?"
    r"|\(?(?:latest|current)\)?|download pdf|archived versions|\(?(?:utc|pst|pdt|gmt|cet|pt|et)\)?|起|止|版)"
)


def _any(table: str) -> str:
    rows = (row for row in table.splitlines() if row)
    return "|".join(_plain_pattern(row) for row in rows)


def _plain_pattern(pattern: str) -> str:
    """A pattern whose letters are as ``plainly`` leaves them; its signs are ASCII and stay."""
    return "".join(piece if piece.isascii() else plainly(piece) for piece in re.split(r"([^\x00-\x7f]+)", pattern))


_SIGNS = r"[\s:：,;.|()\[\]{}<>–—\-•·*_#\"'“”「」『』【】،~/]*"
_LABELLED = re.compile(
    rf"(?:(?P<effective>{_any(_EFFECTIVE)})|(?P<updated>{_any(_UPDATED)})){_SIGNS}"
    rf"(?:(?<!\w){_plain_pattern(_JOINED)}(?!\w)\s?|自|于|於)?{_SIGNS}(?P<date>{DATE})"
)
_TRAILING = re.compile(
    rf"(?:自\s?)?(?P<date>{DATE}){_SIGNS}"
    rf"(?:(?P<effective>{_plain_pattern(_BEHIND_EFFECTIVE)})|(?P<updated>{_plain_pattern(_BEHIND_UPDATED)}))"
)
_STRESS = re.compile(r"[*_]+")
_BETWEEN = re.compile(rf"{_SIGNS}(?:(?:and|und|et|y|e|en|и|及|和)\b{_SIGNS})?")
# So many at most, because signs may belong to either side of what stands between them.
_TAIL = re.compile(rf"(?:{_SIGNS}{_BEHIND}){{0,4}}{_SIGNS}")
_BEFORE = re.compile(_SIGNS)
_START = re.compile(rf"(?:{_plain_pattern(_SUBJECT)})?{_SIGNS}")
# "…, to update links": a reason behind a date with a colon before it; no reader takes it for a rule.
_REASON = re.compile(r"\s(?:to|with|zur|pour)\s[^.]{3,40}\.?")


def stated(line: str) -> Iterator[Stated]:
    """The dates that a line states, if it is a date line; of each kind the first one counts."""
    if len(line) > _LONGEST:
        return
    plain = _STRESS.sub("", plainly(line))
    if not re.search(r"\d{4}", plain):
        return
    starts = [0]
    subject = _START.match(plain)
    if subject:
        starts.append(subject.end())
    for start in starts:
        found = _read(plain, start)
        if found is not None:
            for kind, date in found:
                yield Stated(kind=kind, date=date, line=" ".join(line.split()))
            return


def _read(plain: str, start: int) -> list[tuple[Kind, Written]] | None:
    at = _end(_BEFORE, plain, start)
    found: list[tuple[Kind, Written]] = []
    while segment := _LABELLED.match(plain, at) or _TRAILING.match(plain, at):
        date = written(segment)
        if date is None:
            return None
        found.append((Kind.EFFECTIVE if segment["effective"] else Kind.UPDATED, date))
        at = _end(_BETWEEN, plain, segment.end())
    if not found:
        return None
    rest = plain[at:]
    return found if _TAIL.fullmatch(rest) or _REASON.fullmatch(" " + rest) else None


def _end(pattern: re.Pattern[str], plain: str, at: int) -> int:
    found = pattern.match(plain, at)
    return found.end() if found else at
