"""Archives of any size for measuring search: the site's own abstracts, shuffled, with additional invented words.

A larger archive has more distinct words, most of which occur once (Zipf's law): an index of repeated texts would be far
smaller than a real one. Days are as in real digests: none at weekends and around the new year, fewer papers in August,
more from year to year. The same number of papers gives the same archive.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from generator.build.catalog_loader import load_catalog
from generator.pages.views.search import SearchRecord, search_records

ROOT = Path(__file__).parents[2]
NEWEST = date(2025, 7, 31)
# Papers of a working day in the newest year and the least of one, and by how much a year before has fewer. So 40,000
# papers fill ten years; a larger archive has more papers a day instead of more years.
BUSIEST, QUIETEST, GROWTH = 44, 9, 0.75
TEN_YEARS = 40_000
SENTENCES = 7
COINED_WORDS, COINED_NAMES = 60_000, 9_000
_ONSETS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "cr", "st", "pl", "tr")
_RHYMES = ("a", "e", "i", "o", "u", "an", "en", "or", "il", "ux")
_SYLLABLES = [onset + rhyme for onset in _ONSETS for rhyme in _RHYMES]
_AUGUST = 8
_SATURDAY = 5


def own_records() -> tuple[SearchRecord, ...]:
    """Return the papers of this repository's content/."""
    return tuple(search_records(load_catalog(ROOT)))


def archive(papers: int) -> Iterator[SearchRecord]:
    """Yield that many papers, newest first; the repository's own are among them, changed only in their date."""
    own = own_records()
    coin = _Coiner(random.Random(papers))
    sentences = [
        sentence for record in own for sentence in re.split(r"(?<=[.!?]) ", record.abstract) if len(sentence) > 30
    ]
    places = dict(zip(coin.random.sample(range(papers), min(papers, len(own))), own, strict=False))
    for number, day in enumerate(_days(papers)):
        if number in places:
            yield replace(places[number], date=day, fingerprint=str(number))
        else:
            yield _invented(number, day, own, sentences, coin)


def _days(papers: int) -> Iterator[date]:
    """Yield the day of each paper, newest first."""
    drawn = random.Random(papers)
    day, left = NEWEST, papers
    while left:
        count = min(left, round(_papers_of(day, drawn) * max(1, papers / TEN_YEARS)))
        yield from [day] * count
        left -= count
        day -= timedelta(days=1)


def _papers_of(day: date, drawn: random.Random) -> int:
    holidays = (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)
    if day.weekday() >= _SATURDAY or holidays:
        return 0
    usual: float = BUSIEST * GROWTH ** ((NEWEST - day).days / 365) * (0.7 if day.month == _AUGUST else 1)
    return max(QUIETEST, round(usual * drawn.uniform(0.5, 1.3)))


@dataclass(frozen=True)
class _Coiner:
    random: random.Random

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", [self._word() for _ in range(COINED_WORDS)])
        object.__setattr__(self, "names", [self._word().title() for _ in range(COINED_NAMES)])

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def _word(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.randint(2, 4)))

    def salted(self, text: str, share: float) -> str:
        """The text with a share of its words replaced by coined ones."""
        return " ".join(self._rare() if self.random.random() < share else word for word in text.split())

    def _rare(self) -> str:
        return self.words[min(int(self.random.paretovariate(0.35)) - 1, COINED_WORDS - 1)]


def _invented(
    number: int, day: date, own: tuple[SearchRecord, ...], sentences: list[str], coin: _Coiner
) -> SearchRecord:
    pick = coin.random
    model = pick.choice(own)
    key = f"{day:%y%m}.{number:06}"
    return replace(
        model,
        key=key,
        fingerprint=key,
        address=f"/papers/{key}/",
        title=_title(own, coin),
        abstract=" ".join(coin.salted(sentence, 0.06) for sentence in pick.sample(sentences, SENTENCES)),
        authors=tuple(f"{pick.choice(coin.names)} {pick.choice(coin.names)}" for _ in range(pick.randint(2, 10))),
        date=day,
        ids=(key,),
        votes=pick.randint(0, 99),
    )


def _title(own: tuple[SearchRecord, ...], coin: _Coiner) -> str:
    """Return an invented name and words of other titles: two papers rarely differ by one word of their titles."""
    taken = [coin.random.choice(coin.random.choice(own).title.split()) for _ in range(coin.random.randint(4, 9))]
    return f"{coin.random.choice(coin.words).title()}: {coin.salted(' '.join(taken), 0.1)}"
