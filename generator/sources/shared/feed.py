"""RSS and Atom feeds as entries: each with its place, its own text, and its elements.

Expat reads the feeds, and not feedparser: feedparser's regular expressions take over 100 seconds for 0.1 MB of XML on
one line, it guesses where XML is broken, and it gives no places. Here a feed that is not well-formed is cut into its
entries, and each of them is well-formed or is reported. Documents with a DOCTYPE are not read as a whole, so no entity
is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.sources.shared.markup import blank_sections, skip_prolog

_ENTRY_NAMES = frozenset({"entry", "item"})
_ROOTS = frozenset({"feed", "rss", "rdf"})
#: Text of elements that are nested more deeply belongs to the element at this depth.
_MAX_DEPTH = 8
_ENTRY_TAG = re.compile(r"<(?P<end>/)?(?:[\w.-]{1,40}:)?(?:entry|item)(?=[\s>/])[^<>]*>")
_SECTIONS = {"<!--": "-->", "<![cdata[": "]]>", "<?": "?>"}
_BEGINNING = re.compile(r"<(?:feed|rss|rdf:RDF|entry|item)\b")
# Expat's messages that need an explanation.
_FAULTS = {
    "no element found": "it ends before all elements are closed",
    "unclosed token": "it ends within a tag",
    "not well-formed (invalid token)": "an invalid character or tag",
    "junk after document element": "more text after the end of the document",
    "unbound prefix": "a prefix without a namespace",
}
# The namespaces that entries use, for an entry that is read without its feed.
_WRAP = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """An XML element. Names have no namespace and are in lower case; ``text`` is the element's own."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Element, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """An entry (Atom) or item (RSS): the offset where it begins, its own text, and its elements.

    ``fault`` says why the entry could not be read; it then has no elements.
    """

    at: int
    verbatim: str
    elements: tuple[Element, ...] = ()
    fault: str = ""

    def find(self, name: str) -> Iterator[Element]:
        """The elements with that name, in their order."""
        return (element for element in self.elements if element.name == name)

    def text(self, *names: str) -> str:
        """The text of the first element that has one of the names and is not empty, looked for in the order of names.

        Atom marks HTML with ``type="html"``; its tags are left in.
        """
        return next((element.text for name in names for element in self.find(name) if element.text), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed's entries, and the API's own count of all results where it states one.

    ``fault`` says why the whole is not well-formed, at the offset ``fault_at``; the entries were then read one by one.
    """

    is_feed: bool
    entries: tuple[FeedEntry, ...]
    total_results: int | None = None
    fault: str = ""
    fault_at: int = 0


def looks_like_feed(text: str) -> bool:
    """Whether the text begins like a feed or an entry of one."""
    return bool(_BEGINNING.match(text, skip_prolog(text)))


def read_feed(text: str) -> Feed:
    """Read a feed as a whole, or entry by entry where it is not well-formed."""
    reader = _Reader(text)
    fault, fault_at = reader.read()
    if not fault:
        return Feed(is_feed=reader.root in _ROOTS, entries=reader.entries(), total_results=reader.total_results)
    entries = tuple(_read_alone(at, verbatim, closed) for at, verbatim, closed in _cut(text))
    return Feed(is_feed=reader.root in _ROOTS, entries=entries, fault=fault, fault_at=fault_at)


def _read_alone(at: int, verbatim: str, closed: bool) -> FeedEntry:
    if not closed:
        return FeedEntry(at=at, verbatim=verbatim, fault="the entry has no closing tag")
    reader = _Reader(f"{_WRAP}{verbatim}</feed>")
    fault, _ = reader.read()
    if fault:
        return FeedEntry(at=at, verbatim=verbatim, fault=f"the entry is not well-formed XML: {fault}")
    return FeedEntry(at=at, verbatim=verbatim, elements=reader.entries()[0].elements)


def _cut(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each entry's offset, its text, and whether it has a closing tag.

    An entry without one goes up to the next entry's beginning, or to the end of the file.
    """
    start: int | None = None
    for tag in _ENTRY_TAG.finditer(blank_sections(text, _SECTIONS)):
        if start is not None:
            closed = tag["end"] is not None
            yield start, text[start : tag.end() if closed else tag.start()].rstrip(), closed
            start = None
        if tag["end"] is None:
            start = tag.start()
            if tag[0].endswith("/>"):
                yield start, tag[0], True
                start = None
    if start is not None:
        yield start, text[start:].rstrip(), False


class _DoctypeError(Exception):
    """The document declares its own entities."""


@dataclass(slots=True)
class _Node:
    """An element while it is read."""

    name: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def element(self) -> Element:
        children = tuple(child.element() for child in self.children)
        return Element(name=self.name, attributes=self.attributes, text="".join(self.text), children=children)


class _Reader:
    """Reads one document, which must be well-formed."""

    def __init__(self, text: str) -> None:
        self.root = ""
        self.total_results: int | None = None
        self._text = text
        self._raw = text.encode(errors="surrogatepass")
        self._open: list[_Node] = []
        self._total: list[str] | None = None
        self._start = 0
        self._spans: list[tuple[int, int, _Node]] = []
        # The declared encoding is overruled: the text was decoded already.
        self._parser = expat.ParserCreate("UTF-8", " ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start_element
        self._parser.EndElementHandler = self._end_element
        self._parser.CharacterDataHandler = self._add_text

    def read(self) -> tuple[str, int]:
        """Read the text. What is wrong with it and the offset of that; empty and 0 where it is well-formed."""
        try:
            self._parser.Parse(self._raw, True)
        except expat.ExpatError as error:
            at = len(self._raw[: self._parser.ErrorByteIndex].decode(errors="replace"))
            message = expat.ErrorString(error.code) or "syntax error"
            return _FAULTS.get(message, message), at
        except _DoctypeError:
            return "a DOCTYPE, which feeds do not have", 0
        return "", 0

    def entries(self) -> tuple[FeedEntry, ...]:
        """The entries that were read, with offsets in the text."""
        return tuple(self._with_offsets(self._spans))

    def _with_offsets(self, spans: Iterable[tuple[int, int, _Node]]) -> Iterator[FeedEntry]:
        byte = at = 0
        for start, end, node in spans:
            at += len(self._raw[byte:start].decode(errors="surrogatepass"))
            verbatim = self._raw[start:end].decode(errors="surrogatepass")
            byte = start
            yield FeedEntry(at=at, verbatim=verbatim, elements=node.element().children)

    def _refuse_doctype(self, *_: object) -> None:
        raise _DoctypeError

    def _start_element(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2].lower()
        self.root = self.root or name
        if not self._open:
            if name in _ENTRY_NAMES:
                self._start = self._parser.CurrentByteIndex
                self._open.append(_Node(name, attributes))
            self._total = [] if name == "totalresults" else None
        elif len(self._open) < _MAX_DEPTH:
            node = _Node(name, attributes)
            self._open[-1].children.append(node)
            self._open.append(node)
        else:
            self._open.append(self._open[-1])

    def _end_element(self, _: str) -> None:
        if self._total is not None:
            stated = "".join(self._total).strip()
            self.total_results = int(stated) if re.fullmatch(r"[0-9]{1,12}", stated) else None
            self._total = None
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            end = self._raw.find(b">", self._parser.CurrentByteIndex) + 1
            self._spans.append((self._start, end, node))

    def _add_text(self, text: str) -> None:
        if self._open:
            self._open[-1].text.append(text)
        elif self._total is not None:
            self._total.append(text)
