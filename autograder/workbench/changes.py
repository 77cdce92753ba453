"""Which cells to run again after a notebook was saved.

The rule: every code cell that changed or is new; then, from top to bottom, every code cell below
it that reads a name which a cell that runs again writes. If a code cell is gone or moved, or no
longer gives a name that it gave, the kernel starts afresh and all cells run: the name would live
on. A cell that Python can't read gives nothing; it runs, and its error is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from autograder.workbench.names import Names, names_of


def to_run(before: Sequence[str], after: Sequence[str]) -> tuple[int, ...] | None:
    """Positions in `after` of the cells to run again; None for: all of them, in a new kernel."""
    changed: list[int] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        if end - start > last - first or not _keeps_names(before[start:end], after[first:last]):
            return None
        changed += range(first, last)
    return with_dependants(changed, [names_of(source) for source in after])


def with_dependants(changed: Sequence[int], names: Sequence[Names]) -> tuple[int, ...]:
    """The changed cells and those below that read, through others too, what they write."""
    found: list[int] = []
    written: set[str] = set()
    for position, own in enumerate(names):
        if position in changed or own.reads & written:
            found.append(position)
            written |= own.writes
    return tuple(found)


def _keeps_names(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether every name that these cells gave is still given by what replaced them."""
    new = [names_of(source) for source in after]
    if not all(names.is_known for names in new):
        return True
    gave = {name for source in before for name in names_of(source).writes}
    return gave <= {name for names in new for name in names.writes}
