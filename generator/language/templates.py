"""Messages in templates of Jinja."""

from __future__ import annotations

from jinja2 import Environment

from generator.language.words import gettext, ngettext, pgettext


def install_words(environment: Environment) -> None:
    """Give templates of an environment with the extension ``i18n`` the words of the site.

    ``{% trans %}`` gives HTML, in which the environment escapes what is inserted. ``_("…")`` gives text, which the
    environment escapes like any other: it can also be the value of an attribute, whatever a translation contains.
    """
    environment.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    environment.globals["_"] = gettext
