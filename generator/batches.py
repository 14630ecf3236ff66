"""Work in independent batches: a stage says what to do with each item, and a runner does it, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Named(Generic[Item]):
    """An item of a batch; ``name`` is what messages call it, such as the file of a record."""

    name: str
    item: Item


class RunBatches(Protocol):
    """Runs independent work and yields its results in order."""

    def __call__(
        self,
        work: Callable[[Shared, Sequence[Item]], Result],
        shared: Shared,
        batches: Iterable[Sequence[Named[Item]]],
    ) -> Iterator[Result]:
        """Yield the result of each batch, in their order.

        ``work`` is a function at the top of a module, and what it takes and returns can be pickled, because another
        machine may run it. ``shared`` is the same for all batches. They are made from contents alone, so that they are
        the same wherever they run; a runner may take a number of them in advance.
        """


def run_here(
    work: Callable[[Shared, Sequence[Item]], Result], shared: Shared, batches: Iterable[Sequence[Named[Item]]]
) -> Iterator[Result]:
    """Run all work in this process, one batch after the other."""
    for batch in batches:
        yield work(shared, [named.item for named in batch])


def batches_of(items: Iterable[Item], *, group: Callable[[Item], Hashable], most: int) -> Iterator[list[Item]]:
    """Split items into runs of the same group, such as a month, and these into parts of at most ``most`` items."""
    for _, found in groupby(items, key=group):
        members = list(found)
        for start in range(0, len(members), most):
            yield members[start : start + most]
