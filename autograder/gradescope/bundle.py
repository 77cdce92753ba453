"""What an autograder's zip holds, beside the two scripts and the kit: an assignment, settings."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

ASSIGNMENT, SETTINGS, GIVEN = "assignment.json", "settings.json", "given"
SCRIPTS = ("setup.sh", "run_autograder")
# A zip's oldest date: the same assignment gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Settings:
    """`visibility` is that of hidden tests; `minimum_tier` the worst in which to grade;
    `most_bytes` the largest notebook."""

    assignment: str
    visibility: str
    minimum_tier: str
    most_bytes: int


class BadBundleError(Exception):
    """The autograder's own files are not what `autograder gradescope` wrote."""


def bundle_files(
    settings: Settings, assignment: bytes, given: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Path → content. `assignment` is the payload of `jobs.Shared`; `given` are the instructor's
    files that go beside every notebook."""
    return {
        ASSIGNMENT: assignment,
        SETTINGS: json.dumps(asdict(settings), indent=1).encode(),
        **{f"{GIVEN}/{name}": content for name, content in given.items()},
    }


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """The scripts can be run, all else is for its owner only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system = 3  # Unix: only then do rights count
            entry.external_attr = (0o100755 if name in SCRIPTS else 0o100600) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def read_settings(folder: Path) -> Settings:
    """Raises `BadBundleError`."""
    try:
        values = json.loads((folder / SETTINGS).read_bytes())
        return Settings(**{each.name: values[each.name] for each in fields(Settings)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _bad(folder / SETTINGS, error) from None


def read_assignment(folder: Path) -> bytes:
    """The payload. Raises `BadBundleError`."""
    try:
        return (folder / ASSIGNMENT).read_bytes()
    except OSError as error:
        raise _bad(folder / ASSIGNMENT, error) from None


def given_files(folder: Path) -> dict[str, Path]:
    """The instructor's files by path below the notebook's folder."""
    top = folder / GIVEN
    found = (path for path in sorted(top.rglob("*")) if path.is_file())
    return {str(path.relative_to(top)): path for path in found}


def _bad(path: Path, error: Exception) -> BadBundleError:
    return BadBundleError(
        f"{path}: found a file that can't be used ({type(error).__name__}: {error}); expected the "
        "one that `autograder gradescope` wrote. Make the zip again and upload it"
    )
