"""Dates of which only the year, or the year and the month, may be known; and dates in the forms that people write."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.language.dates import month_title, short_date
from generator.text.folding import fold

#: Years of a date: the first journals date from 1665, and a calendar needs days before and after each date.
MIN_YEAR, MAX_YEAR = 1600, 2199
#: The canonical form: ``2019``, ``2019-05`` or ``2019-05-17``.
ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day; ``month`` and ``day`` are 0 where they are not known.

    A year sorts before its months, and a month before its days.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for a date that the calendar does not have."""
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date in canonical form. Raises ValueError for any other text."""
        parts = ISO_DATE.fullmatch(text)
        if parts is None or 0 in [int(part) for part in parts.groups() if part]:
            raise ValueError(f"{text!r} is not a date")
        return cls(*(int(part) for part in parts.groups() if part))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The date of a day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """The canonical form."""
        return f"{self.year:04}" + "".join(f"-{part:02}" for part in (self.month, self.day) if part)

    @property
    def in_words(self) -> str:
        """The date for running text in the language of the site: "2019", "May 2019", "17 May 2019"."""
        if self.day:
            return short_date(self.first_day)
        return month_title(self.first_day) if self.month else str(self.year)

    @property
    def first_day(self) -> date:
        """The earliest day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate the canonical form, or a day; JSON has the canonical form."""
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )

    @classmethod
    def _validate(cls, value: object) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return cls.of(value)
        if not isinstance(value, str):
            raise PydanticCustomError("date_type", "Input should be a valid date")
        return cls.parse(value)

    def includes(self, other: PartialDate) -> bool:
        """Whether the other date is the same or more precise, as ``2019-05-17`` is for ``2019``."""
        return str(other).startswith(str(self))


@dataclass(frozen=True, kw_only=True, slots=True)
class DateReading:
    """A date read from free text; ``is_complete`` is False where the text has a part that could not be read."""

    value: PartialDate | None
    is_complete: bool = True


# The names in English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Polish, Czech, Turkish,
# Russian, Romanian, Hungarian, Catalan, Indonesian, Finnish, Ukrainian and Greek, with short forms that are no
# beginnings of names. Inflected forms are listed where they begin differently.
_MONTH_NAMES = (
    "january januar janvier enero janeiro gennaio januari stycznia styczen leden ledna ocak январь января "
    "ianuarie gener tammikuu січень січня ιανουαριος ιανουαριου",
    "february februar fevrier febrero fevereiro febbraio februari lutego luty unor unora subat февраль февраля "
    "februarie febrer helmikuu лютий лютого φεβρουαριος φεβρουαριου",
    "march märz maerz mrz mars marzo março maart marca marzec březen března mart март марта "
    "martie marcius maret maaliskuu березень березня μαρτιος μαρτιου",
    "april avril avr abril aprile kwietnia kwiecien duben dubna nisan апрель апреля "
    "aprilie aprilis huhtikuu квітень квітня απριλιος απριλιου",
    "may mai mayo maio maggio mei maj maja kveten kvetna mayis май мая majus maig toukokuu травень травня μαιος μαιου",
    "june juni juin junio junho giugno czerwca czerwiec cerven cervna haziran июнь июня "
    "iunie junius juny kesakuu червень червня ιουνιος ιουνιου",
    "july juli juillet julio julho luglio lipca lipiec cervenec cervence temmuz июль июля "
    "iulie julius juliol heinakuu липень липня ιουλιος ιουλιου",
    "august août agosto augustus augusti sierpnia sierpien srpen srpna agustos август августа "
    "augusztus agost elokuu серпень серпня αυγουστος αυγουστου",
    "september sept septembre septiembre setiembre setembro settembre wrzesnia wrzesien zari eylul сентябрь сентября "
    "septembrie szeptember syyskuu вересень вересня σεπτεμβριος σεπτεμβριου",
    "october oktober octobre octubre outubro ottobre pazdziernika pazdziernik rijen rijna ekim октябрь октября "
    "octombrie lokakuu жовтень жовтня οκτωβριος οκτωβριου",
    "november novembre noviembre novembro listopada listopad listopadu kasim ноябрь ноября "
    "noiembrie novembre marraskuu листопада νοεμβριος νοεμβριου",
    "december dezember décembre diciembre dezembro dicembre grudnia grudzien prosinec prosince aralik декабрь декабря "
    "decembrie desember desembre joulukuu грудень грудня δεκεμβριος δεκεμβριου",
)
_MONTH_OF = {fold(name): month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
# Short forms that begin the names of two months in two languages.
_SHORT_MONTHS = {"jan": 1, "mar": 3, "jun": 6, "jul": 7, "lis": 11}
_YEAR = re.compile(r"(?<![0-9])(1[6-9]|20|21)([0-9]{2})(?![0-9])")
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})\s*(?:[-/.–]\s*|[年년]\s*)(?P<month>[0-9]{1,2})(?![0-9])"
    r"(?:\s*(?:[-/.–]\s*|[月월]\s*)(?P<day>[0-9]{1,2})(?![0-9]))?"
)
_COMPACT = re.compile(r"(?P<year>(?:1[6-9]|20|21)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:T?[0-9]{4,6}Z?)?")
_COMPACT_MONTH = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])")
# "17-May-19", the form in which Excel shows days
_EXCEL = re.compile(r"([0-9]{1,2})[- ]([^\W\d_]{3,4})[- ]([0-9]{2})")
_YEAR_LAST = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{1,2})\s*(?P<sign>[-/.])\s*(?P<second>[0-9]{1,2})\s*(?P=sign)\s*(?P<year>[0-9]{4})(?![0-9])"
)
_MONTH_YEAR = re.compile(r"(?<![0-9/.-])(?P<month>[0-9]{1,2})\s*[-/.]\s*(?P<year>[0-9]{4})(?![0-9])")
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?")
_TIME = re.compile(r"[T ]?\b[0-9]{1,2}:[0-9]{2}.*$")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th|er|º|°|ª)?(?![0-9])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_MAX_TEXT = 200


def read_date(text: str) -> DateReading:
    """Read a date as people and databases write it, such as "17-19 May 2023", "2019/05//", "MAI 2019", "(2023)".

    Of a range, it is the beginning. Numbers of seconds or milliseconds since 1970 are dates, too. Where the month
    cannot be told from the day, as in 03/04/2023, only the year is read.
    """
    text = text.strip()
    if not text or len(text) > _MAX_TEXT:
        return DateReading(value=None, is_complete=not text)
    if _EPOCH.fullmatch(text):
        return DateReading(value=_of_epoch(float(text)))
    for reading in _numeric_readings(text):
        return reading
    year = _YEAR.search(text)
    if year is None:
        return DateReading(value=None, is_complete=False)
    return _read_words(int(year[0]), text, year.span())


def most_precise(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """The first date, or the other one where it is a more precise statement of the same date."""
    if one is None or other is None:
        return one or other
    return other if one.includes(other) else one


def _of_epoch(number: float) -> PartialDate | None:
    seconds = number / 1000 if number >= 10**12 else number
    return PartialDate.of(datetime.fromtimestamp(seconds, tz=UTC).date())


def _numeric_readings(text: str) -> Iterator[DateReading]:
    """Yield the reading of a date in numbers."""
    if found := _COMPACT.fullmatch(text):
        yield _checked(int(found["year"]), int(found["month"]), int(found["day"]))
        return
    if found := _COMPACT_MONTH.fullmatch(text):
        yield _checked(int(found[1]), int(found[2]), 0)
        return
    if (found := _EXCEL.fullmatch(text)) and (month := month_number(found[2])):
        # POSIX puts the years from 69 on into the last century.
        yield _checked(int(found[3]) + (1900 if int(found[3]) > 68 else 2000), month, int(found[1]))
        return
    if found := _YEAR_FIRST.match(text):
        yield _checked(int(found["year"]), int(found["month"]), int(found["day"] or 0))
        return
    if found := _YEAR_LAST.search(text):
        yield _read_year_last(int(found["year"]), int(found["first"]), int(found["second"]), found["sign"])
        return
    if found := _MONTH_YEAR.fullmatch(text):
        yield _checked(int(found["year"]), int(found["month"]), 0)


def _read_year_last(year: int, first: int, second: int, sign: str) -> DateReading:
    """Read day, month and year, or month, day and year: with dots the day is first, else if only that is possible."""
    if sign == "." or first > 12 or first == second:
        return _checked(year, second, first)
    if second > 12:
        return _checked(year, first, second)
    return DateReading(value=_checked(year, 0, 0).value, is_complete=False)


def _checked(year: int, month: int, day: int) -> DateReading:
    """The date with as many of its parts as the calendar has. The parts of ``2019-00-00`` are unknown, not wrong."""
    if not MIN_YEAR <= year <= MAX_YEAR:
        return DateReading(value=None, is_complete=False)
    if not 1 <= month <= 12:
        return DateReading(value=PartialDate(year), is_complete=not month)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return DateReading(value=PartialDate(year, month), is_complete=not day)
    return DateReading(value=PartialDate(year, month, day))


def _read_words(year: int, text: str, span: tuple[int, int]) -> DateReading:
    """Read the month in words and the day beside it; words that are no month say nothing about the date."""
    rest = _TIME.sub("", f"{text[: span[0]]} {text[span[1] :]}")
    rest = _YEAR.sub(" ", rest)
    found = [(month, word) for word in _WORD.finditer(rest) if (month := month_number(word[0]))]
    if not found:
        # Without a month, numbers are ranges of years and pages, or days of nothing.
        return DateReading(value=_checked(year, 0, 0).value, is_complete=not _DAY.search(rest))
    month, word = found[0]
    before, after = list(_DAY.finditer(rest[: word.start()])), list(_DAY.finditer(rest[word.end() :]))
    # "17-19 May" begins on the 17th; in "28 April - 2 May", the first month has the first day.
    day = next((int(match[1]) for match in (*before, *after) if 1 <= int(match[1]) <= 31), 0)
    return _checked(year, month, day)


def month_number(word: str) -> int:
    """The number of a month by its name, or by at least three letters of its beginning; 0 for any other word."""
    folded = fold(word)
    if folded in _MONTH_OF:
        return _MONTH_OF[folded]
    months = {month for name, month in _MONTH_OF.items() if len(folded) >= 3 and name.startswith(folded)}
    return months.pop() if len(months) == 1 else _SHORT_MONTHS.get(folded, 0)
