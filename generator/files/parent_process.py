"""A child process ends with its parent: one that outlives it would go on writing while the next command runs."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# From Linux's <sys/prctl.h>.
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent, the process with that number, ends, however it ends.

    This is for children that were forked, which only happens on Linux.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that call
        os._exit(1)
