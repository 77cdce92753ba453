"""The judge's current folder while it runs test cells: the student's."""

from __future__ import annotations

import os
from pathlib import Path


def stay_in(folder: Path) -> None:
    """Change to the folder, for the rest of this process.

    A folder inside the student's walls has no name on this side of them, and the system then
    can't tell the current folder: tell the way by which this process reaches it.
    """
    os.chdir(folder)
    ask = os.getcwd

    def current_folder() -> str:
        try:
            return ask()
        except FileNotFoundError:
            return str(folder)

    os.getcwd = current_folder
    os.getcwdb = lambda: os.fsencode(current_folder())
    if accessor := getattr(Path, "_accessor", None):  # Python 3.10's keeps os.getcwd as it was
        accessor.getcwd = current_folder
