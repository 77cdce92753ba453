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
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

KIT = "rnn-autograder"
ASK = "import sys; print(sys.implementation.cache_tag)"


def lay_in(programs: Path, python: str, extras: tuple[str, ...]) -> None:
    """Copy what the kit with these extras needs, and nothing else. Other Pythons get nothing."""
    told = subprocess.run([python, "-I", "-c", ASK], capture_output=True, text=True, check=True)
    if told.stdout.strip() != sys.implementation.cache_tag:
        return
    for found in needed(extras):
        _copy(found, programs)


def needed(extras: tuple[str, ...]) -> list[Distribution]:
    """What is installed of the kit's requirements and theirs; the kit itself is not among it."""
    found: dict[tuple[str, str], Distribution] = {}
    waiting = [(KIT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        try:
            found[name, extra] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += _required(found[name, extra], extra)
    return list({name: each for (name, _), each in found.items() if name != KIT}.values())


def _required(found: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    environment = {**default_environment(), "extra": extra}
    for line in found.requires or ():
        required = Requirement(line)
        if required.marker is None or required.marker.evaluate(environment):
            name = required.name.lower().replace("_", "-")
            yield from ((name, each) for each in ("", *required.extras))


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
