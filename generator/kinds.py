"""The kind of a publication: the one that its record states, else the one that its venue and identifiers suggest."""

from __future__ import annotations

import re

from generator.model import Ids, PaperKind, SourceMetadata

#: Kinds that are part of something: of a journal, of proceedings or of a book.
PARTS: frozenset[PaperKind] = frozenset({"article", "conference", "chapter"})
#: Kinds of which the venue is the university or the institution, and which say what they are: "Master's thesis".
INSTITUTIONAL: frozenset[PaperKind] = frozenset({"thesis", "report"})
#: Kinds of which the venue published them: a university, a server, an archive of data.
PUBLISHED_BY_VENUE: frozenset[PaperKind] = frozenset({"thesis", "report", "preprint", "dataset", "software"})

# Earlier versions of digestif wrote a year without month and day after the venue.
APPENDED_YEAR = re.compile(r", ((?:1[6-9]|20|21)[0-9]{2})$")
_PREPRINT_SERVER = re.compile(
    r"(?:arxiv|corr|(?:bio|med|chem|psy|soc|tech|eng|earth)a?rxiv|ssrn|research square|osf preprints|preprints)\b",
    re.IGNORECASE,
)
_PREPRINT_DOI = re.compile(
    r"10\.1101/\d|10\.21203/rs\.|10\.2139/ssrn\.|10\.312\d\d/osf\.io/|10\.26434/chemrxiv|10\.20944/preprints"
    r"|10\.36227/techrxiv"
)
_JOURNAL_OF_ACL = re.compile(r"[JQ]\d\d-|\d{4}\.(?:tacl|cl|lilt|ijclclp)-")
# Names that contain words of the other kind: "ACM Transactions on Graphics (Proceedings of SIGGRAPH)".
_CERTAIN_JOURNAL = re.compile(
    r"(?:(?:the|ieee|acm|ieee/acm|siam|international|european|american|[a-z]+ian) )*(?:journal|transactions|annals)\b"
    r"|proceedings of the (?:national academy|royal society|vldb|acm on|ieee$|institution of mechanical"
    r"|(?:london|american|edinburgh) mathematical society)|proc\.? (?:natl\.?|national) acad|pvldb\b|pacm\b",
    re.IGNORECASE,
)
_THESIS = re.compile(r"\b(?:thesis|dissertation)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:technical report|tech\. ?rep\.?|working papers?|white paper)(?!\w)", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:proceedings|proc|conference|conf|workshops?|symposium|symp|meeting|congress|colloquium|findings|summit)\b"
    r"|advances in neural information|lecture notes in",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|lett|annals|reviews?|rev|magazine|quarterly|bulletin|archives?|acta|surveys"
    r"|communications|tmlr|jmlr|tacl|t?pami|ijcv|jair|jmir|pnas|plos|elife|ra-l)\b"
    r"|^(?:j\.|nature\b|nat\.? |cell\b|science(?: (?:advances|robotics|immunology|signaling)|$)|frontiers in\b"
    r"|(?:the )?lancet\b|jama\b|bmj\b|scientific reports\b|ieee access\b|ieee intelligent systems\b)",
    re.IGNORECASE,
)
# Journals of which the name says no more than a subject, in lower case.
_JOURNALS = frozenset(
    {
        *("artificial intelligence", "machine learning", "pattern recognition", "neural networks", "neurocomputing"),
        *("neural computation", "computational linguistics", "information sciences", "information fusion"),
        *("knowledge-based systems", "expert systems with applications", "robotics and autonomous systems"),
        *("autonomous robots", "medical image analysis", "neuroimage", "bioinformatics", "automatica", "cognition"),
        *("computer graphics forum", "sensors", "entropy", "electronics", "mathematics", "applied sciences"),
        *("remote sensing", "patterns", "iscience", "heliyon", "biometrika", "econometrica", "neuron", "algorithmica"),
        *("computer vision and image understanding", "image and vision computing", "computers & security"),
        *("language resources and evaluation", "evolutionary computation", "applied intelligence", "big data"),
        *("digital medicine", "npj digital medicine", "swarm intelligence", "computers in human behavior"),
    }
)
_JOURNAL_DOI = re.compile(r"10\.1038/|10\.1371/journal|10\.1126/sci|10\.3389/|10\.3390/")
_UNIVERSITY = re.compile(r"\buniversi\w+|\binstitute of technology\b|\beth z[uü]rich\b", re.IGNORECASE)
# What may follow a journal's name: year, volume, issue, pages.
_AFTER_NAME = re.compile(r"[,;:]?\s*(?:vol\.?\s*)?\d[\d\s,;:()–-]*$", re.IGNORECASE)


def kind_of(metadata: SourceMetadata) -> PaperKind:
    """Return the kind of a paper.

    Without a stated kind, a venue with a name like that of a journal means an article, and any other venue a
    conference, since their short names ("ICRA 2025") say nothing else. Without a venue, a paper with an arXiv id is a
    preprint.
    """
    return metadata.kind or suggested_kind(metadata.venue or "", metadata.ids, number=metadata.publication.number or "")


def kind_to_state(metadata: SourceMetadata) -> PaperKind | None:
    """Return the kind, or None where it is the one of most papers: a preprint on arXiv, or else "other".

    Lists and search results leave that out, which their scripts know.
    """
    kind = kind_of(metadata)
    return None if kind == ("preprint" if metadata.ids.arxiv else "other") else kind


def suggested_kind(venue: str, ids: Ids, *, number: str = "") -> PaperKind:
    """Return the kind that a venue, identifiers and the number of an issue suggest; the docs name the rules."""
    name = APPENDED_YEAR.sub("", venue).strip()
    if not name or is_preprint_server(name):
        return _kind_without_venue(name, ids)
    if _CERTAIN_JOURNAL.match(name):
        return "article"
    if ids.acl:
        return "article" if _JOURNAL_OF_ACL.match(ids.acl) else "conference"
    words = ((_THESIS, "thesis"), (_REPORT, "report"), (_CONFERENCE, "conference"), (_JOURNAL, "article"))
    for pattern, kind in words:
        if pattern.search(name):
            return kind  # type: ignore[return-value]  # the words above are kinds
    if number or _AFTER_NAME.sub("", name).lower() in _JOURNALS or _JOURNAL_DOI.match(ids.doi or ""):
        return "article"
    return "thesis" if _UNIVERSITY.search(name) else "conference"


def is_preprint_server(venue: str) -> bool:
    """Return whether a venue is arXiv, CoRR or another server of preprints."""
    return _PREPRINT_SERVER.match(venue) is not None


def _kind_without_venue(server: str, ids: Ids) -> PaperKind:
    if server or ids.arxiv or _PREPRINT_DOI.match(ids.doi or ""):
        return "preprint"
    if ids.acl:
        return "article" if _JOURNAL_OF_ACL.match(ids.acl) else "conference"
    return "other"
