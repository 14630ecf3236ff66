"""Pages that another process lays out: it has the context, and gets for each page what is not part of that."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property

from generator.catalog.catalog import Entry
from generator.pages.context import RenderContext
from generator.pages.page import Page, PageContent


class SentContext:
    """A context that is sent once; pages refer to it, to its values and to the entries of its catalog."""

    def __init__(self, context: RenderContext) -> None:
        self.context = context

    def __reduce__(self) -> tuple[type[SentContext], tuple[RenderContext]]:
        """Leave out what is computed from the context, which numbers objects of this process."""
        return SentContext, (self.context,)

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The context, its catalog, and the values of both, by name."""
        context, catalog = self.context, self.context.catalog
        named = {field.name: getattr(context, field.name) for field in fields(context)}
        of_catalog = {f"catalog.{field.name}": getattr(catalog, field.name) for field in fields(catalog)}
        return {"context": context, **named, **of_catalog}

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The names of values that are more than an empty tuple, by the number of the object."""
        return {id(value): name for name, value in self.values.items() if value and not isinstance(value, str | int)}


class SentPage:
    """A page to be laid out here, or, once it was pickled, in the process that has its context.

    ``laid_out`` is its content where that is known here.
    """

    def __init__(self, page: Page, sent: SentContext | None, laid_out: PageContent | None = None) -> None:
        self._lay_out = page.lay_out
        self._sent = sent
        self._laid_out = laid_out

    def lay_out(self, _: SentContext | None) -> PageContent:
        """Lay out the page."""
        return self._laid_out or self._lay_out()

    def __reduce__(self) -> tuple[type[_ReceivedPage], tuple[bytes]]:
        """Return the function that lays out the page, with references to the context."""
        if self._sent is None:
            raise TypeError("a page without a context cannot be sent")
        made = io.BytesIO()
        _Pickler(made, self._sent).dump(self._lay_out)
        return _ReceivedPage, (made.getvalue(),)


class _ReceivedPage:
    """A page that another process sent."""

    def __init__(self, lay_out: bytes) -> None:
        self._lay_out = lay_out

    def lay_out(self, sent: SentContext) -> PageContent:
        """Lay out the page."""
        content: PageContent = _Unpickler(io.BytesIO(self._lay_out), sent).load()()
        return content


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, sent: SentContext) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._names = sent.names
        self._by_key = sent.context.catalog.by_key

    def persistent_id(self, found: object) -> tuple[str, str] | None:
        if isinstance(found, Entry):
            return ("entry", found.key) if self._by_key.get(found.key) is found else None
        name = self._names.get(id(found))
        return None if name is None else ("value", name)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, sent: SentContext) -> None:
        super().__init__(file)
        self._sent = sent

    def persistent_load(self, reference: tuple[str, str]) -> object:
        kind, name = reference
        return self._sent.context.catalog.by_key[name] if kind == "entry" else self._sent.values[name]
