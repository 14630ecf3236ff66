"""What pages, feeds and e-mails say about a paper that was withdrawn or retracted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.language.words import gettext, gettext_noop
from generator.model import Paper, Status

# Translators: a label before the title of a paper
_WITHDRAWN = gettext_noop("Withdrawn")
# Translators: a label before the title of a paper
_RETRACTED = gettext_noop("Retracted")
_NAMES: Mapping[Status, str] = MappingProxyType({"withdrawn": _WITHDRAWN, "retracted": _RETRACTED})
_SENTENCES: Mapping[Status, str] = MappingProxyType(
    {
        "withdrawn": gettext_noop("This paper has been withdrawn."),
        "retracted": gettext_noop("This paper has been retracted."),
    }
)


def status(paper: Paper) -> str:
    """Return "Withdrawn" or "Retracted"; empty for a published paper."""
    return gettext(_NAMES[paper.status]) if paper.status in _NAMES else ""


def status_sentence(paper: Paper) -> str:
    """Return the same as a sentence: "This paper has been withdrawn."; empty for a published paper."""
    return gettext(_SENTENCES[paper.status]) if paper.status in _SENTENCES else ""
