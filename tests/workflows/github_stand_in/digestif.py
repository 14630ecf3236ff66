"""Run the command as an installed Digestif does, on the day that the test sets."""

from __future__ import annotations

import os
from datetime import datetime, tzinfo
from typing import Self

from generator.cli.main import main
from generator.cli.shared import clock


class PlannedDatetime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromisoformat(os.environ["STAND_IN_NOW"]).astimezone(tz)


setattr(clock, "datetime", PlannedDatetime)  # noqa: B010  # mypy refuses to assign to an imported name
main()
