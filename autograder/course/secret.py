"""The course's secret: is there one, is it long enough, and does it stay out of git?"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from autograder.course.complaint import Complaint
from autograder.judge.draws import SECRET_FILE

SHORTEST = 16
OTHERS = 0o007
MAKE = "run `autograder secret`"


def secret_path(root: Path) -> Path:
    return root / "tests" / "hidden" / SECRET_FILE


def check_secret(root: Path) -> Iterator[Complaint]:
    path = secret_path(root)
    if not path.is_file():
        yield Complaint(
            path,
            "",
            found="no secret",
            expected="one for each course, before it is given",
            cure=f"{MAKE}: without it, hidden inputs are the same in every course",
            is_hint=True,
        )
        return
    length = len(path.read_text(encoding="utf-8", errors="replace").strip())
    if length < SHORTEST:
        yield Complaint(
            path,
            "",
            found=f"a secret of {length} characters",
            expected=f"{SHORTEST} or more that nobody can guess",
            cure=f"restore it from the backup, or delete it and {MAKE}",
        )
    else:
        yield from _check_copies(path, root)
    yield from _check_privacy(path, root)


def _check_copies(secret: Path, root: Path) -> Iterator[Complaint]:
    """Nothing that students get holds the secret, now or at the next release."""
    words = secret.read_bytes().strip()
    for path in sorted([*root.glob("assignments/**/*"), *root.glob("source/**/*")]):
        if path.is_file() and words in path.read_bytes():
            yield Complaint(
                path,
                "",
                found="the course's secret",
                expected=f"it stays in {secret}",
                cure=f"take it out; if it was ever handed out, delete {secret}, {MAKE} and grade "
                "again",
            )


def _check_privacy(path: Path, root: Path) -> Iterator[Complaint]:
    if path.stat().st_mode & OTHERS:
        yield Complaint(
            path,
            "",
            found=f"permissions {path.stat().st_mode & 0o777:o}: everybody here can read it",
            expected="600, or 660 where a group of instructors grades",
            cure=f"chmod 600 {path}",
            is_hint=True,
        )
    if _would_be_committed(path, root):
        yield Complaint(
            path,
            "",
            found="a secret that git keeps, or would keep",
            expected="a file that git ignores: who reads the repository reads the hidden inputs",
            cure=f"add {path.relative_to(root)} to .gitignore; if it was ever committed, delete "
            f"it, {MAKE} and grade again",
        )


def _would_be_committed(path: Path, root: Path) -> bool:
    """Whether the course is in a git repository that tracks the file, or does not ignore it."""
    git = shutil.which("git")
    if git is None:
        return False

    def ask(*words: str) -> int:
        command = [git, "-C", str(root), *words, str(path)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    return ask("ls-files", "--error-unmatch", "--") == 0 or ask("check-ignore", "-q", "--") == 1
