"""Types of arguments and options that several commands share. Words from the command line in, values out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click


class Day(click.ParamType[date]):
    """A date in the form 2025-07-31."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; anything else is a usage error."""
        if isinstance(value, date):
            return value
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail(f"{value!r} is not a date. Write dates like 2025-07-31.", param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not in the calendar.", param, ctx)


DAY = Day()
#: A file to read.
INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: A file to write.
OUTPUT_FILE = click.Path(dir_okay=False, path_type=Path)
#: A folder to read.
INPUT_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
#: A path that need not exist: a new folder, or a record named from the site's folder.
ANY_PATH = click.Path(path_type=Path)

DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change, without writing anything.")
DRY_RUN_NOTE = "Nothing was written (--dry-run)."
