"""The kit as a wheel, made of the very files that run here: a checkout or an installation.

Format: PEP 427 and the packaging guide's "Binary distribution format". Nothing is compiled and
nothing is asked of a registry, so the same kit gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import autograder
from autograder import __version__
from autograder.gradescope.bundle import LONG_AGO

NAME = f"rnn_autograder-{__version__}"
FILE = f"{NAME}-py3-none-any.whl"
# What authors use stays out, as in the wheel that students install: see pyproject.toml.
AUTHORS = {"audit", "doctor", "starter"}
METADATA = f"""\
Metadata-Version: 2.1
Name: rnn-autograder
Version: {__version__}
Requires-Python: >=3.10
Requires-Dist: numpy>=1.24
"""
WHEEL = """\
Wheel-Version: 1.0
Generator: rnn-autograder
Root-Is-Purelib: true
Tag: py3-none-any
"""
COMMANDS = """\
[console_scripts]
autograder = autograder.cli.main:main
"""


def kit_wheel() -> bytes:
    """The wheel's bytes. Neither an answer nor a hidden test is in it: the package has none."""
    files = {
        **dict(_package_files()),
        f"{NAME}.dist-info/METADATA": METADATA.encode(),
        f"{NAME}.dist-info/WHEEL": WHEEL.encode(),
        f"{NAME}.dist-info/entry_points.txt": COMMANDS.encode(),
    }
    files[f"{NAME}.dist-info/RECORD"] = _record(files).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def _package_files() -> Iterator[tuple[str, bytes]]:
    package = Path(autograder.__file__).parent
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        is_ours = parts[0] not in AUTHORS and "__pycache__" not in parts
        if path.is_file() and is_ours and path.suffix != ".pyc":
            yield path.relative_to(package.parent).as_posix(), path.read_bytes()


def _record(files: Mapping[str, bytes]) -> str:
    lines = [f"{name},sha256={_hash(content)},{len(content)}" for name, content in files.items()]
    return "\n".join([*lines, f"{NAME}.dist-info/RECORD,,", ""])


def _hash(content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
