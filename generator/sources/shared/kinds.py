"""The words of databases and reference managers for the kind of a publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.model import PaperKind

# Each kind with its words, without case, spaces and punctuation: types of Zotero, CSL, Crossref, OpenAlex, DataCite,
# DBLP, Semantic Scholar, Scopus, Web of Science, PubMed, IEEE, ACM and OpenAIRE. In tables, "article" is a journal's.
_WORDS: Mapping[PaperKind, str] = {
    "article": "article journalarticle articlejournal articlemagazine magazinearticle articlenewspaper "
    "newspaperarticle researcharticle reviewarticle review journal journalarticles datapaper editorial letter "
    "shortsurvey journalpaper ieeejournals ieeemagazines journalsmagazines earlyaccessarticles articleinpress "
    "casereports metaanalysis",
    "conference": "conference conferencepaper conferencearticle proceedingsarticle proceedingspaper paperconference "
    "inproceedings conferenceandworkshoppapers conferencereview proceedings conferences ieeeconferences workshop "
    "workshoppaper conferenceobject conferenceproceeding",
    "chapter": "chapter booksection bookchapter incollection inbook partsinbooksorcollections booktrack bookpart "
    "referenceentry entryencyclopedia entrydictionary encyclopediaarticle",
    "book": "book monograph editedbook referencebook booksandtheses books collection proceedingsvolume ebook",
    "thesis": "thesis dissertation phdthesis mastersthesis doctoralthesis mathesis bachelorthesis",
    "report": "report techreport technicalreport reportcomponent workingpaper standard",
    "preprint": "preprint postedcontent submittedversion eprint informalandotherpublications informalpublications",
    "dataset": "dataset data datasets dataandartifacts",
    "software": "software computerprogram sourcecode",
    "other": "webpage presentation slide slides speech patent blogpost postweblog document manuscript map "
    "videorecording",
}
_KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {word: kind for kind, words in _WORDS.items() for word in words.split()}
)
#: What a thesis or a report calls itself, by the types of BibLaTeX.
GENRES: Mapping[str, str] = MappingProxyType(
    {
        "phdthesis": "",
        "mathesis": "Master's thesis",
        "mastersthesis": "Master's thesis",
        "bathesis": "Bachelor's thesis",
        "candthesis": "Candidate thesis",
        "techreport": "",
        "resreport": "Research report",
    }
)


def named_kind(words: Iterable[str]) -> PaperKind | None:
    """Return the kind that words name; None where they name none.

    Of several, as in "Article; Proceedings Paper" (Web of Science) or ``["JournalArticle", "Conference"]`` (Semantic
    Scholar), a kind other than an article counts: "article" is also said of all papers.
    """
    found = [kind for word in words if (kind := _KINDS.get(re.sub(r"[\W_]+", "", word).lower()))]
    return next((kind for kind in found if kind != "article"), found[0] if found else None)


def normal_pages(text: str) -> str:
    """Return a range of pages with a hyphen, as in ``230-265`` for ``pp. 230--265`` and ``230–265``."""
    bare = re.sub(r"^(?:pages?|pp?)\b\.?\s*", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s*(?:-{1,3}|[‐‑‒–—])\s*", "-", bare).strip("-")


def page_range(first: str, last: str) -> str:
    """Return the pages from the first and the last one; ``1-9`` may be both already."""
    first, last = normal_pages(first), normal_pages(last)
    return f"{first}-{last}" if first and last and last != first and "-" not in first else first
