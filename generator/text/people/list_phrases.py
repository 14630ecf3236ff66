"""Words in lists of authors that are not names: "et al.", "on behalf of", "y"; and commas within organisations."""

from __future__ import annotations

import re

_GROUP = r"(?:team|collaborations?|consortium|consortia|group|network|project|initiative|investigators)"
_ET_AL = re.compile(
    r"(?<![\s,;(\[])[\s,;(\[]*+(?:\b(?:et\.?\s?(?:al|coll|autres)\b\.?|(?:and|&)\s(?:the\s)?(?:\d+\s)?(?:others|more|colleagues"
    r"|co-?workers|coauthors)\b|others$|u\.\s?a\.$|y\s(?:otros|cols?\b\.?)|e\s(?:outros|altri)\b|en\sanderen\b"
    r"|m\.\s?fl\.$|i\sin\.$|[\wа-я]+\sсоавт\.?$|и\sдр\.?$)"
    r"|&\s(?:al\b\.?|(?:\d+\s)?(?:others|more)\b)|\+\s?\d+(?:\s(?:more|others|authors|co-?authors))?$|(?:ほか|他|等)(?:\d*名)?$|(?:\.\.\.|…)$)[)\]]*",
    re.IGNORECASE,
)
# APA shortens long lists in the middle: "Sample, B., . . . Instance, C."
_GAP = re.compile(r"(?:[,;]\s?(?:\.\s?\.\s?\.|…)|\s(?:\.\s?\.\s?\.|…)\s?[,;&]|\s(?:\.\s\.\s\.|…))\s?&?(?=\s?\w)")
_GROUP_FIRST = re.compile(rf"^([^:,;]*\b{_GROUP})\s*:\s*", re.IGNORECASE)
# "NVIDIA: Ada Example, Bo Sample", and "NVIDIA, : , Ada Example" as arXiv prints it
_COMPANY_FIRST = re.compile(r"^([^\W\d_][\w.&-]*(?: [\w.&-]+){0,3})(?:\s*,\s*:\s*,\s*|\s*:\s+)(?=\S+\s)")
_ON_BEHALF = re.compile(
    rf"(?<![\s,(])[\s,(]*+\b(?:on behalf of|for)\s(the\s[^,;()]{{0,80}}\b{_GROUP})\b\)?", re.IGNORECASE
)
# Words for "and" that are also parts of names, as in Ramón y Cajal: each side must be a name of two words.
_WEAK_AND = re.compile(
    r"(?<=\w\s)(?:y|e|en|og|och|i|oraz|ja|és|ve|și|dan|và|with|и|та|και|和|与|與|及|と)(?=\s\w)|\s(?:和|与|與|及|と)\s"
)
# "The A, B and C Collaboration" and "LIGO, Virgo and KAGRA Collaborations"
_SHORT_NAME = r"[\w-]+"
_TEAMS = re.compile(
    rf"(?:^|(?<=[,;]\s)|(?<=\band\s)|(?<=&\s))(?:the\s(?:{_SHORT_NAME},\s)*{_SHORT_NAME},?\s(?:and|&)\s{_SHORT_NAME}"
    rf"(?:\sscientific)?\s{_GROUP}|(?:{_SHORT_NAME},\s)*{_SHORT_NAME},?\s(?:and|&)\s{_SHORT_NAME}\scollaborations)\b",
    re.IGNORECASE,
)
# "Ministry of Health, Labour and Welfare"
_OFFICE = re.compile(
    r"\b(?:cent(?:er|re)|institute|ministry|department|office|academy|agency|association|society|council|committee"
    r"|school|faculty)\s(?:of|for|on)\s[\w-]+(?:,\s[\w-]+)+,?\s(?:and|&)\s[\w-]+(?=$|[,;])",
    re.IGNORECASE,
)
_SHIELD = {",": "\ue001", " ": "\ue002"}
_UNSHIELD = str.maketrans({shield: sign for sign, shield in _SHIELD.items()})


def without_rest(text: str) -> tuple[str, bool]:
    """The text without "et al." and its like, and whether it had one."""
    shorter = _GAP.sub(", ", _ET_AL.sub(" ", text))
    return shorter, shorter != text


def without_groups(text: str) -> tuple[str, list[str]]:
    """The text without a collaboration before its members ("X Collaboration: …") or after them ("for the X …").

    The groups are those before the members, at most one and perhaps empty, and then those after them.
    """
    first = _GROUP_FIRST.match(text) or _COMPANY_FIRST.match(text)
    text = text[first.end() :] if first else text
    after = [found[1] for found in _ON_BEHALF.finditer(text)]
    return _ON_BEHALF.sub("", text), [first[1] if first else "", *after]


def shield_organisations(text: str) -> str:
    """The text with the commas and blanks within organisations replaced, so that they separate nobody."""
    for names in (_TEAMS, _OFFICE):
        text = names.sub(lambda found: "".join(_SHIELD.get(sign, sign) for sign in found[0]), text)
    return text


def unshield(text: str) -> str:
    """The text with its commas and blanks again."""
    return text.translate(_UNSHIELD)


def split_weak_and(entry: str) -> list[str]:
    """The entry split where a word for "and" of some language is between two whole names; else the entry alone."""
    found = _WEAK_AND.search(entry)
    if found is None:
        return [entry]
    before, after = entry[: found.start()].strip(), entry[found.end() :].strip()
    is_between = len(before.split()) >= 2 and len(after.split()) >= 2 and not after[:1].islower()
    is_cjk = not before.isascii() and not after.isascii() and found[0].strip() in "和与與及と"
    return [before, after] if is_between or is_cjk else [entry]
