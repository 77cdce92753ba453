"""Pictures of the prose, stored inside the notebook as attachments of their cell."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from autograder.build.errors import BuildError

IMAGE = re.compile(r"!\[[^\]]*\]\(attachment:([^)\s]+)\)")
MIME_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}

Attachments = dict[str, dict[str, str]]


def attachments(source: str, folder: Path, prose: Path) -> Attachments:
    """The picture files that `source` shows with `![…](attachment:name)`, as base64 by type.

    JupyterLab shows no SVG attachment but takes the first type of a bundle, and types are
    sorted: so an SVG needs a PNG of the same name beside it. nbconvert prefers the SVG.
    Raises BuildError when a file is missing or of another type.
    """
    return {name: _bundle(folder / name, prose) for name in IMAGE.findall(source)}


def _bundle(path: Path, prose: Path) -> dict[str, str]:
    files = [path]
    if path.suffix == ".svg":
        files.insert(0, path.with_suffix(".png"))
    return {_mime_type(file, prose): _encoded(file, prose) for file in files}


def _mime_type(path: Path, prose: Path) -> str:
    if path.suffix not in MIME_TYPES:
        raise BuildError(
            prose,
            f"attachment:{path.name}",
            found=f"a picture of type {path.suffix or 'unknown'}",
            expected=f"one of {', '.join(MIME_TYPES)}",
            cure="save the picture in one of these formats",
        )
    return MIME_TYPES[path.suffix]


def _encoded(path: Path, prose: Path) -> str:
    if not path.is_file():
        raise BuildError(
            prose,
            f"attachment:{path.name}",
            found=f"no file {path}",
            expected="every picture as a file, and a PNG beside every SVG (JupyterLab shows that)",
            cure="add the file, or correct its name",
        )
    return base64.b64encode(path.read_bytes()).decode("ascii")
