"""Errors of the operating system, such as a full disk, as sentences."""

from __future__ import annotations

import os


def describe_os_error(error: OSError) -> str:
    """Return what the system refused, with the file where it names one."""
    reason = error.strerror or "the operating system refused"
    reason = reason[:1].lower() + reason[1:]
    return f"could not access {os.fsdecode(error.filename)}: {reason}" if error.filename else reason
