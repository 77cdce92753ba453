"""Which tests, which kit and which environment grade."""

from __future__ import annotations

from pathlib import PurePosixPath

from autograder.batch import kit
from autograder.batch.history import Versions
from autograder.batch.jobs import AssignmentData, hash_of
from autograder.judge.draws import SECRET_FILE


def versions_of(data: AssignmentData) -> Versions:
    """Hashes to compare, not to look up: nobody can work out a secret from its own."""
    files = sorted(data.course_files.items())
    secret = [content for path, content in files if PurePosixPath(path).name == SECRET_FILE]
    parts = [part for path, content in files for part in (path.encode(), content)]
    return Versions(
        tests=hash_of(*parts),
        secret=hash_of(b"the course's secret", *secret) if secret else "",
        kit=kit.fingerprint(),
        environment=kit.environment(),
    )
