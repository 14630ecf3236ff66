"""No regular expression of the program takes exponential time, whatever text it is given."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ambiguity import is_exponential

ROOT = Path(__file__).parents[1]
MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in sorted((ROOT / "generator").rglob("*.py"))
    if file.name not in {"__init__.py", "__main__.py"}
]


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(?:a+)+b", r"(?:ab|a.)*c", r"(?:<!--.*?-->\s*)*<feed", r"(?:\w+\s*)+:", r"(a*)*b", r"(?:a|ab|b)*c"),
        *(r"(?i:ab|A.)*c", r"(?:(?:a+)+b)*+c", r"(?>(?:a+)+b)", r"(?:(?:a+){2,}b)?"),
    ],
)
def test_exponential_expressions_are_recognised(pattern: str) -> None:
    assert is_exponential(pattern, re.DOTALL)


@pytest.mark.parametrize(
    "pattern",
    [
        r"a+b",
        r"(?:\s+\w+)*\s*>",
        r"\w+(?:-\w+)*",
        r"(?:a|b)*",
        r"\"(?:[^\"\\]|\\.)*\"",
        r"(?:a++)+b",
        r"(?:a+)*+b",
        r"a{0,2}b{2}",
    ],
)
def test_other_expressions_are_not(pattern: str) -> None:
    assert not is_exponential(pattern)


@pytest.mark.parametrize("module", MODULES)
def test_no_expression_of_the_program_is_exponential(module: str) -> None:
    found = {(pattern, flags) for pattern, flags in [*_compiled(module), *_inline(module)]}
    assert [pattern for pattern, flags in sorted(found) if is_exponential(pattern, flags)] == []


def _compiled(module: str) -> Iterator[tuple[str, int]]:
    """Expressions that a module keeps under a name, alone or in tables."""
    for value in vars(importlib.import_module(module)).values():
        yield from _patterns(value)


def _patterns(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern, value.flags
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _patterns(part)
    elif isinstance(value, dict):
        yield from _patterns(list(value.values()))


def _inline(module: str) -> Iterator[tuple[str, int]]:
    """Expressions that are written where they are used, as in ``re.sub(r"…", …)``."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            pattern = node.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
                yield pattern.value, 0
