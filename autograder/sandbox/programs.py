"""Starting other programs is refused: said in words, where the kernel would only say EPERM."""

from __future__ import annotations

import errno
import os
import subprocess
from typing import Any, NoReturn

MESSAGE = "no other program can be started while a notebook is graded"


def refuse() -> None:
    """For the usual ways. The filter of system calls stops every other one."""
    subprocess.Popen._execute_child = _refuse  # type: ignore[attr-defined]
    os.system = _refuse


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise PermissionError(errno.EPERM, MESSAGE)
