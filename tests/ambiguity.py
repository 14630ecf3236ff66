"""Whether a regular expression can take exponential time, decided from its structure and not by a stopwatch.

A backtracking engine takes exponential time where one text can be matched in several ways by going round a loop: a
position from which two different paths lead back to itself over the same characters (EDA, "exponential degree of
ambiguity": Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). The expression becomes its
position automaton, and the product of that automaton with itself is searched for such a pair of paths.
Assertions and back-references are taken to hold everywhere, so that the answer errs on the side of caution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from typing import Any

# The parser of regular expressions, which has no public name and no types.
sre: Any = import_module("re._constants")
sre_parser: Any = import_module("re._parser")

#: Repeated more often than this, an expression counts as repeated without end.
_FEW = 3
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class _Part:
    """A part of an expression: whether it matches nothing at all, and the positions that may come first and last."""

    empty: bool
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()


@dataclass
class _Automaton:
    """Positions with the characters that each matches, and how many ways lead from one position to the next."""

    characters: list[frozenset[str]] = field(default_factory=list)
    ways: dict[tuple[int, int], int] = field(default_factory=dict)

    def link(self, before: Iterable[int], after: Iterable[int]) -> None:
        for pair in product(before, after):
            self.ways[pair] = self.ways.get(pair, 0) + 1


def is_exponential(pattern: str, flags: int = 0) -> bool:
    """Whether some text can make the expression try exponentially many ways to match it."""
    tree = sre_parser.parse(pattern, flags & ~re.DEBUG)
    builder = _Builder(bool(tree.state.flags & re.IGNORECASE), _alphabet(tree))
    builder.sequence(tree)
    return builder.is_exponential or _has_two_ways_round(builder.automaton)


def _alphabet(tree: Any) -> list[str]:
    """Enough characters to tell apart all that the expression tells apart."""
    found = {"a", "Z", "0", "_", " ", "\n", "\t", "-", "é", "日", "\u2028", "\x00"}
    for code in _codes(tree):
        found |= {chr(near) for near in (code - 1, code, code + 1) if 0 <= near < 0x110000}
    return sorted(found)


def _codes(node: Any) -> Iterator[int]:
    if isinstance(node, int) and not isinstance(node, sre._NamedIntConstant):
        yield node
    elif isinstance(node, tuple | list | sre_parser.SubPattern):
        for part in node:
            yield from _codes(part)


class _Builder:
    """Builds the position automaton of an expression (Glushkov's construction)."""

    def __init__(self, ignore_case: bool, alphabet: list[str]) -> None:
        self.automaton = _Automaton()
        self.is_exponential = False
        self._ignore_case = ignore_case
        self._alphabet = alphabet

    def sequence(self, items: Iterable[Any]) -> _Part:
        whole = _Part(empty=True)
        for operation, argument in items:
            part = self._part(operation, argument)
            self.automaton.link(whole.last, part.first)
            whole = _Part(
                empty=whole.empty and part.empty,
                first=whole.first | part.first if whole.empty else whole.first,
                last=whole.last | part.last if part.empty else part.last,
            )
        return whole

    def _part(self, operation: Any, argument: Any) -> _Part:
        if operation in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            return self._position(operation, argument)
        if operation is sre.SUBPATTERN:
            return self._group(*argument)
        if operation is sre.BRANCH:
            branches = [self.sequence(branch) for branch in argument[1]]
            return _Part(
                empty=any(branch.empty for branch in branches),
                first=frozenset().union(*(branch.first for branch in branches)),
                last=frozenset().union(*(branch.last for branch in branches)),
            )
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            return self._repeat(*argument)
        if operation in (sre.POSSESSIVE_REPEAT, sre.ATOMIC_GROUP):
            return self._atomic(argument[2] if operation is sre.POSSESSIVE_REPEAT else argument)
        return _Part(empty=True)

    def _atomic(self, items: Any) -> _Part:
        """A part that gives nothing back once it has matched: one way through it, as through a single character."""
        inner = _Builder(self._ignore_case, self._alphabet)
        inner.sequence(items)
        self.is_exponential |= inner.is_exponential or _has_two_ways_round(inner.automaton)
        self.automaton.characters.append(frozenset().union(*inner.automaton.characters))
        position = frozenset({len(self.automaton.characters) - 1})
        return _Part(empty=True, first=position, last=position)

    def _group(self, _: Any, added_flags: int, removed_flags: int, items: Any) -> _Part:
        outside = self._ignore_case
        self._ignore_case = bool((outside or added_flags & re.IGNORECASE) and not removed_flags & re.IGNORECASE)
        part = self.sequence(items)
        self._ignore_case = outside
        return part

    def _repeat(self, least: int, most: int, items: Any) -> _Part:
        if most > _FEW:
            part = self.sequence(items)
            self.automaton.link(part.last, part.first)
            return _Part(empty=part.empty or least == 0, first=part.first, last=part.last)
        copies = [(sre.SUBPATTERN, (None, 0, 0, items))] * least
        part = self.sequence(copies)
        for _ in range(most - least):
            more = self.sequence(items)
            self.automaton.link(part.last, more.first)
            part = _Part(
                empty=part.empty,
                first=part.first | more.first if part.empty else part.first,
                last=part.last | more.last,
            )
        return part

    def _position(self, operation: Any, argument: Any) -> _Part:
        matches = frozenset(c for c in self._alphabet if self._matches(operation, argument, c))
        self.automaton.characters.append(matches)
        position = frozenset({len(self.automaton.characters) - 1})
        return _Part(empty=False, first=position, last=position)

    def _matches(self, operation: Any, argument: Any, character: str) -> bool:
        if operation is sre.ANY:
            return True
        if operation is sre.LITERAL:
            return character == chr(argument) or (self._ignore_case and character.lower() == chr(argument).lower())
        if operation is sre.NOT_LITERAL:
            return character != chr(argument)
        negated: bool = argument[0][0] is sre.NEGATE
        return negated != any(_in_class(kind, part, character, self._ignore_case) for kind, part in argument)


def _in_class(kind: Any, argument: Any, character: str, ignore_case: bool) -> bool:
    spellings = {character, character.lower(), character.upper()} if ignore_case else {character}
    if kind is sre.LITERAL:
        return chr(argument) in spellings
    if kind is sre.RANGE:
        return any(argument[0] <= ord(c) <= argument[1] for c in spellings if len(c) == 1)
    if kind is sre.CATEGORY:
        negated = "NOT" in str(argument)
        name = str(argument).removeprefix("CATEGORY_").removeprefix("NOT_")
        held = {"DIGIT": character.isdecimal(), "SPACE": character.isspace(), "WORD": bool(_WORD.match(character))}
        return negated != held[name]
    return False


def _has_two_ways_round(automaton: _Automaton) -> bool:
    """Whether two different paths lead from a position to itself over the same characters."""
    after: dict[int, list[int]] = {}
    for before, position in automaton.ways:
        after.setdefault(before, []).append(position)
    looping = {position for position in after if position in _reached(after, [position])}
    for start in looping:
        loop = {each for each in _reached(after, [start]) if start in _reached(after, [each])}
        inner = {each: [follower for follower in after.get(each, ()) if follower in loop] for each in loop}
        if any(automaton.ways[pair] > 1 for pair in automaton.ways if loop.issuperset(pair)):
            return True
        if _meets_again(inner, automaton.characters, start):
            return True
    return False


def _meets_again(after: dict[int, list[int]], characters: list[frozenset[str]], start: int) -> bool:
    """Whether two paths part at ``start``, run over the same characters, and meet there again."""
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    waiting = [(start, start)]
    while waiting:
        one, other = waiting.pop()
        if (one, other) in pairs:
            continue
        pairs[one, other] = [
            (left, right) for left, right in product(after[one], after[other]) if characters[left] & characters[right]
        ]
        waiting += pairs[one, other]
    return any(one != other and (start, start) in _reached(pairs, [(one, other)]) for one, other in pairs)


def _reached(after: dict[Any, list[Any]], starts: list[Any]) -> set[Any]:
    """Everything that is reached from the starts in one step or more."""
    seen: set[Any] = set()
    waiting = [follower for start in starts for follower in after.get(start, ())]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += after.get(each, ())
    return seen
