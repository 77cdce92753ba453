"""Kernels that are spoken to through files.

A kernel's five ports are chosen half a second before it opens them: meanwhile another process may
take one, and the kernel never answers. Here so many run at once that it happens.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def kernels_without_ports(config: Path) -> Iterator[None]:
    """Kernels that are configured in the folder `config` listen on sockets in a folder of theirs.

    Its name is short: a socket's path has a hundred bytes.
    """
    folder = tempfile.mkdtemp(prefix="kernels-")
    settings = {"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}}
    (config / "jupyter_config.json").write_text(json.dumps(settings), encoding="utf-8")
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
