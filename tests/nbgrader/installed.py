"""Programs that some tests need, and not every machine has."""

from __future__ import annotations

import shutil


def chromium() -> str | None:
    """Where the browser is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
