"""What makes numpy, and the library that multiplies for it, work as on an x86 processor of 2009."""

from __future__ import annotations

import platform


def older_processor() -> dict[str, str]:
    """Return the variables of a process; none on other processors than x86."""
    if platform.machine() != "x86_64":
        return {}
    return {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR", "OPENBLAS_CORETYPE": "Nehalem"}
