"""Fewer searches for garbage: a fork for one notebook hardly lives long enough to need one.

Python looks through its young objects after every few hundred that are made, and through all of
them now and then: a few per cent of the time of either room.
"""

from __future__ import annotations

import gc

# What cycles may pile up: some thousand small objects, or a plot or two.
YOUNG_OBJECTS = 10_000


def collect_rarely() -> None:
    """For this process and its forks. A notebook may set its own thresholds, as anywhere."""
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
