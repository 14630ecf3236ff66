"""Words in, terms of the index out: singular forms in American spelling; ``search-words.js`` has the same rules.

``models``, ``modelling`` and ``modelled`` become ``model``, ``modeling`` and ``modeled``; other endings are left to the
query, which asks for all terms of one stem. A term is a word that can be shown to readers, and no rule joins different
words, as stemming joins ``news`` and ``new``. ``tests/cases/search/terms.yml`` tests both implementations.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.text.search_scripts import stem_of_script, without_article

_SPELLINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"^(.{3,})is(e|ed|es|er|ers|ing|able|ations?)$", r"\1iz\2"),
        (r"lys(e|ed|er|ers|ing)$", r"lyz\1"),
        (r"(behavi|col|fav|neighb|lab|tum|hon|vap|harb|rum|flav|arm|vig|rig)our", r"\1or"),
        (
            r"(model|label|travel|signal|cancel|level|tunnel|channel|fuel|kernel|dial|initial)l(ed|ing|ings|er|ers)$",
            r"\1\2",
        ),
        (r"(cent|fib|met|lit|theat|calib|spect)re(s?)$", r"\1er\2"),
        (r"^centr(ed|ing)$", r"center\1"),
        (r"(catal|dial|anal|monol)ogue(s?)$", r"\1og\2"),
        (r"(def|off|lic|pret)ence(s?)$", r"\1ense\2"),
        (r"^programme(s?)$", r"program\1"),
        (r"^grey", "gray"),
        (r"^arte(fact)", r"arti\1"),
        (r"^ageing$", "aging"),
        (r"^judgement", "judgment"),
        (r"^sceptic", "skeptic"),
        (r"manoeuvre", "maneuver"),
        (r"aem(i)", r"em\1"),
        (r"aesth", "esth"),
        (r"paed", "ped"),
        (r"^haem", "hem"),
        (r"^foet", "fet"),
        (r"^oe(dema|soph)", r"e\1"),
        (r"sulph", "sulf"),
    )
)
#: Finds every word that one of the spellings changes.
_BRITISH = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _SPELLINGS))
_IRREGULAR = {
    "corpora": "corpus",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "matrices": "matrix",
    "indices": "index",
    "vertices": "vertex",
    "hypotheses": "hypothesis",
    "formulae": "formula",
    "spectra": "spectrum",
    "optima": "optimum",
    "minima": "minimum",
    "maxima": "maximum",
    "analyses": "analysis",
    "axes": "axis",
    "children": "child",
    "mice": "mouse",
    "caches": "cache",
    "niches": "niche",
    "headaches": "headache",
    "biases": "bias",
    "lenses": "lens",
    "gases": "gas",
    "buses": "bus",
    "viruses": "virus",
    "statuses": "status",
    "focuses": "focus",
    "quizzes": "quiz",
    "movies": "movie",
    "cookies": "cookie",
    "selfies": "selfie",
    "calories": "calorie",
}
#: Words that end like plurals: those in -ss, -us, -sis, -xis and -ias, and these.
_SINGULAR = re.compile(
    r"(ss|us|[sx]is|ias)$|^(news|lens|gas|always|perhaps|series|species|bayes|iris|paris|chris|lewis)$"
)
_PLURAL_IN_US = re.compile(r"^([cdgntvx]pu|menu|relu|gru|imu|mcu)s$")
_PLURALS = ((re.compile(r"(ch|sh|ss|x)es$"), r"\1"), (re.compile(r"([^aeiou])ies$"), r"\1y"), (re.compile(r"s$"), ""))
_SHORTEST_PLURAL = 4
#: Endings that forms of a word differ in, the longest first; then those of versions, as in qwen2d5, and of
#: German words, which are long so that no English one is taken for them.
_ENDINGS = (
    (re.compile(r"iz(ations?|ing|ed|ers?|e)$"), "iz"),
    (re.compile(r"at(ions?|ing|ed|e|ors?)$"), "at"),
    (re.compile(r"(ing|ed|er|e)$"), ""),
    (re.compile(r"[0-9]+(d[0-9]+)?$"), ""),
    (re.compile(r"(?<=ung)en$|(?<=.{8})(?:e[mn]|ern)$"), ""),
)
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")
_SHORTEST_STEM, _LONG = 4, 9
_CACHED = 100_000


@lru_cache(maxsize=_CACHED)
def term_of(word: str) -> str:
    """Return the term under which the index has a folded word."""
    if not word.isascii():
        word = without_article(word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _BRITISH.search(word):  # few words; each pattern by itself would take most of the time
        for pattern, american in _SPELLINGS:
            word = pattern.sub(american, word)
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s"):
        return word
    if _SINGULAR.search(word) and not _PLURAL_IN_US.match(word):
        return word
    pattern, ending = next((pattern, ending) for pattern, ending in _PLURALS if pattern.search(word))
    return pattern.sub(ending, word)


@lru_cache(maxsize=_CACHED)
def stem_of(term: str) -> str:
    """Return what the inflected forms of a term share: ``train`` of training, trained and trainer.

    A stem has at least four letters, so short terms have no other forms.
    """
    if not term.isascii():
        return stem_of_script(term)
    for ending, rest in _ENDINGS:
        stem = ending.sub(rest, term)
        if stem != term and len(stem) >= _SHORTEST_STEM:
            return _DOUBLED.sub(r"\1", stem)
    return _DOUBLED.sub(r"\1", term) if len(term) >= _LONG else term
