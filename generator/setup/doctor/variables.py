"""The variables of a repository that its workflows read, and which values they may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.setup.doctor.github import Repository
from generator.setup.doctor.results import Result, missing

_SWITCH = (re.compile("true|false", re.IGNORECASE), "true or false")
_NUMBER = (re.compile("[0-9]+"), "a number")
#: As the step "Check the settings" of the workflow Daily checks them. DIGEST_SOURCE and DIGEST_QUERY belong together.
_ALLOWED: Mapping[str, tuple[re.Pattern[str], str]] = {
    "DIGEST_ARXIV_TYPES": (
        re.compile(r"\s*(new|cross|replace)\s*(,\s*(new|cross|replace)\s*)*"),
        "new, cross, replace, or several of them with commas",
    ),
    "DIGEST_BY_YEAR": _SWITCH,
    "DIGEST_FORMS_OPEN": _NUMBER,
    "DIGEST_FORMS_PER_HOUR": _NUMBER,
    "DIGEST_REVIEW": _SWITCH,
    "DIGEST_SEND": _SWITCH,
}


def check_variables(repository: Repository) -> Iterator[Result]:
    """Yield a result for each variable with a value that the workflows refuse; none where GitHub does not show them."""
    listed = repository.get("/actions/variables?per_page=30").body.get("variables")
    for each in listed if isinstance(listed, list) else ():
        name, value = (str(each.get(key, "")) for key in ("name", "value")) if isinstance(each, dict) else ("", "")
        if name in _ALLOWED and not _ALLOWED[name][0].fullmatch(value):
            fix = f"{repository.address}/settings/variables/actions/{name}"
            yield missing("variables", f"{name} is {value!r}: it must be {_ALLOWED[name][1]}", fix)
