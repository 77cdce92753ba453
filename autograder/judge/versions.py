"""Which tests, which kit and which environment graded a result: hashes, and libraries in words.

They stand in every graded notebook, under `metadata.autograder`, and in the course's history.
Hashes are to compare, not to look up: nobody can work out a test or a secret from its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import PurePosixPath
from typing import Any

from autograder.judge.draws import SECRET_FILE

METADATA = "autograder"
LONGEST = 500
WORDS = {
    "tests": "the tests",
    "secret": "the course's secret",
    "kit": "the kit",
    "environment": "Python or its libraries",
    "hand_in": "the hand-in itself",
}


@dataclass(frozen=True)
class Versions:
    """`tests`: the hidden tests, all that they import, and the locked cells. `secret`: that of the
    course, empty where it has none. `kit`: the kit's own code. `environment`: Python and libraries,
    in words."""

    tests: str = ""
    secret: str = ""
    kit: str = ""
    environment: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known at all."""
        return self != Versions()


UNKNOWN = Versions()


def hash_of(*parts: bytes) -> str:
    """SHA-256 over the parts and their lengths, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def hash_of_files(files: Mapping[str, bytes]) -> tuple[str, str]:
    """(the course's files but its secret, the secret or ""), each as a hash."""
    secret = [content for path, content in sorted(files.items()) if _is_secret(path)]
    rest = {path: content for path, content in files.items() if not _is_secret(path)}
    parts = [part for path, content in sorted(rest.items()) for part in (path.encode(), content)]
    return hash_of(*parts), hash_of(b"the course's secret", *secret) if secret else ""


def differences(old: Versions, new: Versions) -> tuple[str, ...]:
    """The names of the fields in which the two differ; none where one of them is unknown."""
    if not (old and new):
        return ()
    names = [each.name for each in fields(Versions)]
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def in_words(names: Collection[str]) -> str:
    """These fields of `Versions`, as an instructor calls them; none: what else decides."""
    found = [word for name, word in WORDS.items() if name in names]
    return ", ".join(found) or "settings of the course"


def stamp(metadata: dict[str, Any], tier: str, versions: Versions) -> None:
    """Say in an executed notebook's metadata what graded it, whatever a student wrote there."""
    metadata[METADATA] = {**_ours(metadata), "tier": tier, **asdict(versions)}


def unstamp(metadata: dict[str, Any]) -> None:
    """Take away what only the kit may say: a student may have put it there."""
    names = {"tier", *(each.name for each in fields(Versions))}
    ours = _ours(metadata)
    if names & ours.keys():
        metadata[METADATA] = {name: value for name, value in ours.items() if name not in names}


def stamped(metadata: Mapping[str, Any]) -> Versions:
    """What a graded notebook says about itself; nothing for one without stamps."""
    ours = _ours(metadata)
    values = {each.name: ours.get(each.name) for each in fields(Versions)}
    return Versions(
        **{name: text[:LONGEST] for name, text in values.items() if isinstance(text, str)}
    )


def _ours(metadata: Mapping[str, Any]) -> dict[str, Any]:
    found = metadata.get(METADATA)
    return dict(found) if isinstance(found, dict) else {}


def _is_secret(path: str) -> bool:
    return PurePosixPath(path).name == SECRET_FILE
