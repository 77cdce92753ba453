"""A healthy course of one small set, to be broken in one place."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.build import build_course
from autograder.doctor import Complaint, Diagnosis, examine
from autograder.doctor.apart import look
from autograder.judge.course import forget_modules
from autograder.judge.draws import make_secret
from autograder.starter import write_set

PROJECT = Path(__file__).parents[2]
NAME = "fading"


@dataclass(frozen=True)
class Course:
    """The files of a course; `change` replaces a text that must occur once."""

    root: Path

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / f"{NAME}.py"

    @property
    def hidden(self) -> Path:
        return self.root / "tests" / "hidden" / f"test_{NAME}.py"

    @property
    def mistakes(self) -> Path:
        return self.root / "tests" / "mistakes" / f"{NAME}.py"

    @property
    def spellings(self) -> Path:
        return self.root / "tests" / "spellings" / f"{NAME}.py"

    @property
    def secret(self) -> Path:
        return self.root / "tests" / "hidden" / "course_secret.txt"

    def prose(self, language: str = "en") -> Path:
        return self.root / "source" / language / NAME / f"{NAME}.md"

    def notebook(self, language: str = "en") -> Path:
        return self.prose(language).with_suffix(".ipynb")

    def release(self, language: str = "en") -> Path:
        return self.root / "assignments" / language / NAME / f"{NAME}.ipynb"

    def change(self, path: Path, find: str, replace: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(find) == 1, f"{find!r} occurs {text.count(find)} times in {path}"
        path.write_text(text.replace(find, replace), encoding="utf-8")

    def append(self, path: Path, text: str) -> None:
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def build(self) -> None:
        forget_modules(self.root)
        build_course(self.root)

    def examine(self, run=look) -> Diagnosis:
        """In this process: starting another one takes a second."""
        return examine(self.root, run=run)

    def complaint(self) -> Complaint:
        """The only complaint about this course."""
        (complaint,) = self.examine().complaints
        return complaint

    def complaint_about(self, path: Path) -> Complaint:
        """The only one about this file, where others follow from it."""
        (complaint,) = (each for each in self.examine().complaints if each.path == path)
        return complaint


def make_course(root: Path) -> Course:
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    write_set(root, NAME)
    make_secret(root / "tests" / "hidden")
    build_course(root)
    return Course(root)


@pytest.fixture(scope="session")
def healthy(tmp_path_factory):
    """The course as it is built. Copy it; don't touch it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        yield make_course(tmp_path_factory.mktemp("healthy") / "course")
    _forget()


@pytest.fixture
def course(healthy, tmp_path, monkeypatch):
    # Loading hidden tests puts the course's root on the path.
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield Course(shutil.copytree(healthy.root, tmp_path / "course"))
    _forget()


def _forget():
    for name in [name for name in sys.modules if name.endswith(NAME)]:
        del sys.modules[name]
