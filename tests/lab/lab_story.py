"""A course, its exchange and a student's folder, and two people with a JupyterLab each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from classroom import Course, Student, as_json, cell, index, new_course
from lab_browser import Camera, browser, page_of
from lab_pages import JupyterLab
from lab_server import Desk, jupyter_lab

CONFIG = """
c = get_config()
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""
# One user of this machine plays both parts.
STUDENT = CONFIG + 'c.CourseDirectory.course_id, c.CourseDirectory.student_id = "rnn", "ada"\n'
INSTRUCTOR = CONFIG + "c.ExchangeCollect.check_owner = False\n"


@dataclass(frozen=True)
class Story:
    """The assignment rnn is released in one language; `theme` is what both people look at."""

    folder: Path
    course: Course
    language: str
    theme: str

    @staticmethod
    def begun(folder: Path, language: str, theme: str) -> Story:
        story = Story(folder, new_course(folder / "course"), language, theme)
        story.home.mkdir()
        story.exchange.mkdir()
        story.exchange.chmod(0o777)
        for words in (
            ("generate_assignment", "rnn"),
            ("release_assignment", "rnn", f"--Exchange.root={story.exchange}"),
        ):
            run = story.course.run(*words)
            assert run.code == 0, run.text
        return story

    @property
    def exchange(self) -> Path:
        return self.folder / "exchange"

    @property
    def home(self) -> Path:
        return self.folder / "ada"

    @contextmanager
    def people(self) -> Iterator[tuple[Person, Person]]:
        """The student and the instructor, each in front of JupyterLab."""
        with ExitStack() as stack:
            labs = [
                stack.enter_context(jupyter_lab(self._desk(folder, config)))
                for folder, config in ((self.home, STUDENT), (self.course.root, INSTRUCTOR))
            ]
            started = stack.enter_context(browser())
            student, instructor = (
                Person(stack.enter_context(page_of(f"{self.language}-{who}", started, self.folder)))
                for who in ("student", "instructor")
            )
            for person, lab in zip((student, instructor), labs, strict=True):
                person.lab.start(lab)
            yield student, instructor

    def _desk(self, folder: Path, config: str) -> Desk:
        text = config.format(exchange=str(self.exchange), cache=str(self.folder / "cache"))
        return Desk(folder, self.folder / f"{folder.name}-jupyter", text, self.theme)

    def work_at_home(self) -> None:
        """Every exercise is answered in the fetched notebook, as if in the days before."""
        writer = Student(self._released(), self.course.notebook(f"source/{self.language}"))
        answers = {name: _without_markers(source) for name, source in writer.answers.items()}
        self._fetched.write_text(as_json(writer.notebook(**answers)), encoding="utf-8")

    def answer(self, exercise: str) -> str:
        """What stands in the exercise's cell of the file."""
        return str(cell(self._released(), exercise).source)

    def place(self, grade_id: str) -> int:
        """The number of the cell in the notebook."""
        return index(self._released(), grade_id)

    @property
    def _fetched(self) -> Path:
        return self.home / "rnn" / "rnn.ipynb"

    def _released(self) -> nbformat.NotebookNode:
        return nbformat.read(self._fetched, as_version=4)


@dataclass(frozen=True)
class Person:
    """Somebody who uses JupyterLab."""

    camera: Camera

    @property
    def lab(self) -> JupyterLab:
        return JupyterLab(self.camera.page)

    def look(self, step: str) -> None:
        self.camera.look(step)


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not line.strip().startswith("###"))
