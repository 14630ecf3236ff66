"""A day after those of all digests. It is apart from them because a build in which nothing changed reads no digest."""

from __future__ import annotations

from datetime import date

#: A day on which every digest is published that is no draft.
LATER = date.max - date.resolution
