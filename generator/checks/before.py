"""Tells the problems of a change from those that were there before it, which must not fail its check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.errors import Problem


def note_earlier_errors(
    problems: Iterable[Problem], before: Iterable[Problem], *, is_touched: Callable[[str], bool]
) -> tuple[Problem, ...]:
    """Return the problems, with a suggestion in place of each error that a change neither adds nor touches.

    ``before`` are the problems of the state before the change; ``is_touched`` says whether the change affects a file.
    """
    known = {problem_identity(problem) for problem in before}
    return tuple(
        replace(problem, severity="suggestion", found=f"{problem.found} (not part of this change)")
        if problem.severity == "error" and problem_identity(problem) in known and not is_touched(problem.place.file)
        else problem
        for problem in problems
    )


def problem_identity(problem: Problem) -> tuple[str, str, str, str]:
    """Return what stays of a problem when lines above it change."""
    return problem.place.file, problem.code, problem.field, problem.found
