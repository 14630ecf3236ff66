"""Swap two names in one step, where the system can: Linux since 3.15, macOS since 10.12."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache

# From <linux/fs.h> and macOS's <sys/stdio.h>; both calls take the same arguments and happen to share the number.
_RENAME_EXCHANGE = 2
_FUNCTION = "renameatx_np" if sys.platform == "darwin" else "renameat2"


def exchange_names(folder: int, name: str, other_folder: int, other_name: str) -> None:
    """Exchange two names in open folders; at every moment each name has one of the two files.

    Raises OSError with ENOSYS, EINVAL or ENOTSUP where the system or the disk cannot do it.
    """
    rename = _function()
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if rename(folder, os.fsencode(name), other_folder, os.fsencode(other_name), _RENAME_EXCHANGE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name, None, other_name)


@cache
def _function() -> Callable[[int, bytes, int, bytes, int], int] | None:
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), _FUNCTION)
    except (AttributeError, OSError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    function.restype = ctypes.c_int
    return function  # type: ignore[no-any-return]  # ctypes functions have no type of their own
