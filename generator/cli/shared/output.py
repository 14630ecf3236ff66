"""Print text that may come from records or sources. Text in, lines on the terminal out."""

from __future__ import annotations

import click

from generator.text.visible import escape_controls

#: Exit code of commands that cannot finish because a source does not respond: the same command may succeed later.
EXIT_NO_RESPONSE = 3


def echo(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Print text with escapes in place of characters that a terminal obeys, such as those of an escape sequence."""
    click.echo(escape_controls(text), nl=nl, err=err)
