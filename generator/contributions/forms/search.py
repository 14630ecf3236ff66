"""The form that gives a search a feed."""

from __future__ import annotations

from generator.catalog.saved_searches import MAX_ID
from generator.contributions.forms.entries import append_entry
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, refused
from generator.contributions.forms.pasted import strip_pasted
from generator.store.changes import FileWrite
from generator.store.content import FEEDS_FILE, Content
from generator.text.clean import unwrap
from generator.text.markup.markdown import shown_text
from generator.text.slugs import readable_slug
from generator.yaml.document import Plain
from generator.yaml.reader import read_yaml


def follow_search(form: Form, content: Content) -> Outcome:
    """Append a saved search to content/feeds.yaml; without a name, its name is the query."""
    query = unwrap(form["query"]).strip("`")
    name = unwrap(strip_pasted(form["name"])) or query
    if not query:
        return refused("Search to follow", "missing", "copy what you typed into the search box")
    feeds = read_yaml(content.feeds, file=FEEDS_FILE)
    present = feeds.value or {}
    if not isinstance(present, dict) or feeds.problems:
        return refused("Search to follow", f"could not read {FEEDS_FILE}", "ask the curator to run digestif check")
    search_id = readable_slug(name, max_length=MAX_ID)
    if not search_id:
        return refused("Name of the feed", "has no letter or digit", "give a name in words")
    known = next((key for key, fields in present.items() if _query(fields) == query.casefold()), "")
    if known:
        return refused("Search to follow", f"there is already a feed of this search, {known}", "see the page Follow")
    if search_id in present:
        return refused("Name of the feed", f"there is already a feed {search_id}", "choose another name")
    fields: dict[str, Plain] = {"name": name, "query": query}
    if description := unwrap(form["description"]):
        fields["description"] = description
    step = FileWrite(
        file=FEEDS_FILE,
        content=append_entry(content.feeds, present, search_id, fields),
        old_hash=content.hashes.get(FEEDS_FILE, ""),
    )
    summary = f"### New feed: {shown_text(name)}\n\nPapers that match {shown_text(query)}"
    return Outcome(steps=(step,), summary=summary, title=f"Add a feed for the search {name}")


def _query(fields: Plain) -> str:
    query = fields.get("query") if isinstance(fields, dict) else None
    return " ".join(query.split()).casefold() if isinstance(query, str) else ""
