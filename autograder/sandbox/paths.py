"""What a student's room may read: Python, its packages, the system's libraries, our checks.

Nothing of a course, nobody's home.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
# Both processes start from here, whatever stands on the path: an installed package or a checkout.
PACKAGE_PARENT = PACKAGE.parent

_PARTS = ("bin", "lib", "lib32", "lib64", "libexec", "share", "local/lib", "local/share")
_SYSTEM = (
    *(f"/usr/{part}" for part in _PARTS),
    *("/bin", "/lib", "/lib32", "/lib64", "/nix/store"),
    *("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts"),
)


def readable(search_path: Iterable[str]) -> list[Path]:
    """Existing files and folders; `search_path` is the warm process's `sys.path`.

    It counts because packages may lie where a .pth file of this Python points to.
    """
    ours = [PACKAGE / "__init__.py", PACKAGE / "checks", PACKAGE / "sandbox"]
    packages = [Path(sysconfig.get_path(kind)) for kind in ("stdlib", "purelib", "platlib")]
    elsewhere = [Path(entry) for entry in without_checkout(search_path)]
    system = [Path(path) for path in _SYSTEM]
    return [path for path in [*ours, *_python(), *packages, *elsewhere, *system] if path.exists()]


def without_checkout(search_path: Iterable[str]) -> list[str]:
    """In a checkout our package lies beside the solutions: its folder is not for students."""
    folders = [entry for entry in search_path if entry.startswith("/")]
    if PACKAGE_PARENT.name.endswith("-packages"):
        return folders
    return [entry for entry in folders if Path(entry).resolve() != PACKAGE_PARENT]


def outermost(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths that do not lie in another one of them, each once."""
    every = set(paths)
    return (path for path in sorted(every) if not every.intersection(path.parents))


def _python() -> list[Path]:
    prefixes = {Path(prefix) for prefix in (sys.prefix, sys.base_prefix)}
    prefixes |= {prefix.resolve() for prefix in prefixes}
    parts = (*_PARTS, "pyvenv.cfg")
    return [prefix / part for prefix in sorted(prefixes) for part in parts]
