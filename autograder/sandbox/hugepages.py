"""Cheaper forks: the memory of a warm process in huge pages (Linux 6.1 and later).

A fork copies the table of all pages, and the end of a process goes through it once more. What
was a huge page of 2 MiB is quicker to copy and to give up even after it was split. Linux's
madvise(2) tells the advice numbers.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator

_HUGE = 2 << 20
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25


def collapse_memory() -> None:
    """Call this once, when all is warm and before the first fork. What the kernel refuses stays
    as it was. It must come before `gc.freeze`, which hides what is frozen."""
    if sys.platform != "linux":
        return
    advise = ctypes.CDLL(None, use_errno=True).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start in _huge_pages():
        advise(start, _HUGE, _MADV_HUGEPAGE)
        advise(start, _HUGE, _MADV_COLLAPSE)


def _huge_pages() -> Iterator[int]:
    """Where huge pages could be that hold Python's objects: there may be no /proc to ask."""
    for number in sorted({id(thing) // _HUGE for thing in gc.get_objects()}):
        yield number * _HUGE
