"""One pass over a feed that collects a few short texts. Bytes of XML in, calls with a path and a text out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from xml.parsers import expat

#: Characters of an id, a count or an error in a feed that are read.
_LONGEST_TEXT = 2_000


class XmlOutline(ABC):
    """Reads XML with expat, in time that grows with its length. Subclasses say which elements they collect."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._text = ""

    @abstractmethod
    def leave(self, path: list[str], text: str) -> None:
        """Take an element that ends: the names from the root to it, without namespaces, and the text before its end."""

    def read(self, body: bytes) -> None:
        """Read a feed. Raises ``ExpatError`` unless it is well-formed XML without a document type."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(body, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(" ")[2])
        self._text = ""

    def _characters(self, text: str) -> None:
        if len(self._text) < _LONGEST_TEXT:
            self._text += text

    def _end(self, name: str) -> None:
        self.leave(self._path, self._text.strip())
        self._path.pop()


def _refuse_document_type(*declaration: object) -> None:
    # A feed has none, and entities that expand each other are declared in one.
    raise expat.ExpatError("document type")
