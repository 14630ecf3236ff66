"""Names of models, methods and data sets in papers, told from other words by how they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.catalog.catalog import Entry
from generator.catalog.related.stop_words import STOP_WORDS

_ADDRESS = re.compile(r"(?:https?://|www\.|[a-z]+\.(?:com|org|io|ai)/)\S+")
#: A word with hyphens and periods inside: "Qwen2.5-VL-7B".
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
#: A capital after another letter ("DeepSeek", "GRPO"), or a capital and a digit ("Ego4D", "Llama3").
_NAME = re.compile(r"\w.*[A-Z]|[A-Z].*[0-9]")
#: What is spelled like a name and is no model, method or data set, by its kind. Longer words that end in one are none
#: either: "Video-LLMs".
_KINDS = {
    "models": "M?LLM|L?V?LM|SLM|LMM|LRM|V?LA|MDP",
    "fields and learning settings": "AI|ML|NLP|QA|VQA|RL|IL|IRL|ICL|SSL|MTL|FSL|ZSL|OOD|SOTA|AGI",
    "activation functions": "(?:[A-Z]|Leaky)?[Rr]eLU|[GS]?ELU|SiLU|(?:Swi|Ge|GE|Re)GLU",
    "programs": "API|GUI",
    "hardware": r"[CGTN]PU(?:v\d+)?|FPGA|ASIC|G?[ABHPV][1-8]00|A6000|L40S?|RTX(?:-?\d+)?|MI[23]\d\dX?",
    "measures": "T?FLOP|FID|m?AP|m?IoU|PSNR|SSIM|LPIPS|BLEU|ROUGE|F1|DoF",
    "numbers": "I+|IV",
}
#: These kinds with a plural or a size of memory ("A100-80GB"), two capitals ("KV", "KL"), and adjectives
#: ("AI-generated", "R1-Like").
_NO_NAMES = re.compile(
    rf"(?:.*-)?(?:{'|'.join(_KINDS.values())})(?:s|-\d+GB)?"
    r"|[A-Za-z][a-z]*(?:-[A-Za-z][a-z]*)+"
    r"|[A-Z]{1,2}"
    r"|.*-(?:[A-Za-z][a-z]*)?(?:ed|ing|[Aa]ware|[Dd]riven|[Ff]ree|[Ll]evel|[Ll]ike|[Nn]ative|[Ss]pecific|[Ss]tyle)",
)
#: Least papers that mention a name, and one that is written in capitals only: "FIT" may mean several things.
MIN_PAPERS, MIN_PAPERS_OF_CAPITALS = 2, 3


def read_names(entries: Sequence[Entry]) -> dict[str, tuple[int, ...]]:
    """Return the indexes of the papers that mention each name, by the name as most of them spell it."""
    papers: dict[str, dict[int, str]] = {}
    for index, entry in enumerate(entries):
        for name in _names(f"{entry.paper.title} {entry.paper.abstract}"):
            papers.setdefault(name.casefold(), {}).setdefault(index, name)
    return {_usual(spellings.values()): tuple(sorted(spellings)) for _, spellings in sorted(papers.items())}


def frequent_names(papers: Mapping[str, Sequence[int]], *, unknown_to: Iterable[Entry]) -> dict[str, int]:
    """Return the number of papers of each name that enough papers mention and none of ``unknown_to``."""
    frequent = {name: len(rows) for name, rows in papers.items() if len(rows) >= _least(name)}
    for entry in unknown_to:
        text = f"{entry.paper.title} {entry.paper.abstract}"
        known = [name for name in frequent if name in text]
        for name in known:
            del frequent[name]
    return frequent


def _names(text: str) -> list[str]:
    words = (word.removesuffix("'s") for word in _WORD.findall(_ADDRESS.sub(" ", text)))
    return [word for word in words if _is_name(word)]


def _is_name(word: str) -> bool:
    return bool(_NAME.search(word)) and not _NO_NAMES.fullmatch(word) and word.lower() not in STOP_WORDS


def _usual(spellings: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for spelling in spellings:
        counts[spelling] = counts.get(spelling, 0) + 1
    return min(counts, key=lambda spelling: (-counts[spelling], spelling))


def _least(name: str) -> int:
    return MIN_PAPERS_OF_CAPITALS if name.isupper() and name.isalpha() else MIN_PAPERS
