"""Packages that these tests run with, put where a page installs: pip then finds them there.

Unpacking and compiling a few hundred packages is most of an installation. What the page asks for is
still installed by pip, as are all packages that are missing here or have another version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

KIT = "rnn-autograder"
ASK = "import platform, sys; print(sys.implementation.cache_tag, platform.python_version())"


def lay_in(programs: Path, python: str, extras: tuple[str, ...]) -> None:
    """Copy what the kit with these extras needs, and nothing else.

    Nothing for a Python whose files are others, and no package that is not for its version.
    """
    tag, version = _ask(python)
    if tag == sys.implementation.cache_tag:
        for found in needed(extras, version):
            _copy(found, programs)


def lay_in_pinned(programs: Path, python: str, pins: Path, left: Iterable[str]) -> None:
    """Copy what a file of requirements pins, if it is here in that very version, but for `left`."""
    tag, version = _ask(python)
    if tag == sys.implementation.cache_tag:
        for found in pinned(pins, version):
            if found.name.lower() not in left:
                _copy(found, programs)


def pinned(pins: Path, python: str) -> list[Distribution]:
    """What is installed here of the file's lines that are for this Python, as they say it."""
    found = []
    environment = {**default_environment(), "python_full_version": python}
    for line in pins.read_text(encoding="utf-8").splitlines():
        required = Requirement(line) if line.strip() and line[0] not in "#- " else None
        if required is None or (required.marker and not required.marker.evaluate(environment)):
            continue
        with suppress(PackageNotFoundError):
            here = distribution(required.name)
            found += [here] if required.specifier.contains(here.version) else []
    return found


def _ask(python: str) -> list[str]:
    told = subprocess.run([python, "-I", "-c", ASK], capture_output=True, text=True, check=True)
    return told.stdout.split()


def needed(extras: tuple[str, ...], python: str) -> list[Distribution]:
    """What is installed here of the kit's requirements, and of theirs, and is for this Python.

    The kit itself is not among it.
    """
    found: dict[tuple[str, str], Distribution] = {}
    waiting = [(KIT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in found:
            with suppress(PackageNotFoundError):
                found[name, extra] = distribution(name)
                waiting += _required(found[name, extra], extra, python)
    packages = {name: each for (name, _), each in found.items() if name != KIT}
    return [each for each in packages.values() if _is_for(each, python)]


def _required(found: Distribution, extra: str, python: str) -> Iterator[tuple[str, str]]:
    environment = {**default_environment(), "python_full_version": python, "extra": extra}
    for line in found.requires or ():
        required = Requirement(line)
        if required.marker is None or required.marker.evaluate(environment):
            name = required.name.lower().replace("_", "-")
            yield from ((name, each) for each in ("", *required.extras))


def _is_for(found: Distribution, python: str) -> bool:
    return SpecifierSet(found.metadata.get("Requires-Python", "")).contains(python)


def _copy(found: Distribution, programs: Path) -> None:
    """Into the same places below `programs`; a program starts the Python that is there."""
    site, scripts = str(found.locate_file("")), sysconfig.get_path("scripts")
    for file in found.files or ():
        source = os.path.normpath(os.path.join(site, file))
        if not source.startswith(sys.prefix + os.sep) or not os.path.isfile(source):
            continue
        target = f"{programs}{source[len(sys.prefix) :]}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.dirname(source) == scripts:
            shutil.copy2(source, target)
            _start_with(Path(target), programs)
        else:
            _link(source, target)


def _link(source: str, target: str) -> None:
    """The same file twice, which costs nothing; a copy where accounts could not read it."""
    if os.stat(source).st_mode & 0o444 == 0o444:
        with suppress(OSError):  # another file system
            return os.link(source, target)
    shutil.copy2(source, target)
    return os.chmod(target, os.stat(source).st_mode & 0o111 | 0o644)


def _start_with(program: Path, programs: Path) -> None:
    first, _, rest = program.read_bytes().partition(b"\n")
    if first.startswith(b"#!") and b"python" in first:
        program.write_bytes(f"#!{programs}/bin/python3\n".encode() + rest)
