"""Whether a notebook is being graded, or a student works with it."""

from __future__ import annotations

import os
from collections.abc import Mapping


def is_autograding(environment: Mapping[str, str] | None = None) -> bool:
    environment = os.environ if environment is None else environment
    return environment.get("NBGRADER_EXECUTION") == "autograde"
