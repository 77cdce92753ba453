"""The pages for instructors, students and on security are followed, line by line, in one course."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from pages import DOCS, PROJECT, boxes
from terminal import Terminal

from autograder.build.handin import hand_in
from autograder.demo.material import read_material

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

PARTS = ("source", "solutions", "tests", "assignments", "nbgrader_config.py", "pyproject.toml")
# What a command may end with besides 0: `check` says 1 where a check fails.
MAY_FAIL = {"autograder check": 1, "autograder ready": 1}

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,RNN (4711)
    Points Possible,,,,,100
"Lovelace, Ada",1,ada,ada,A,
"Hopper, Grace",2,grace,grace,A,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,\
Last modified (submission),Last modified (grade),Feedback comments
Participant 11,Ada Lovelace,ada,ada@example.org,Submitted,,100.00,Yes,-,-,
"""


class Somebody(Terminal):
    """A terminal in which every command must go well."""

    def run(self, command: str) -> None:
        done = self.type(command)
        allowed = {0, MAY_FAIL.get(" ".join(command.split()[:2]), 0)}
        assert done.code in allowed, f"$ {command}\n{done.text}"


def line(page: str, start: str) -> int:
    """Where the page's first command stands that begins so."""
    return next(n for n, command in enumerate(boxes(DOCS / page)) if command.startswith(start))


@dataclass
class Story:
    """An instructor and a student, each at a terminal."""

    instructor: Somebody
    student: Somebody

    @property
    def course(self) -> Path:
        return self.instructor.folder

    def before(self, command: str) -> None:
        """What happens between the lines of the instructor's page."""
        if command.startswith("nbgrader collect"):
            self.hand_in()
        elif command.startswith("autograder grade"):
            self.by_mail("ada", {})
            self.by_mail("ben", {"rnn_backward": "no_path_through_time"})
        elif command.startswith("autograder export canvas"):
            (self.course / "canvas.csv").write_text(CANVAS, encoding="utf-8")
        elif command.startswith("autograder export moodle"):
            (self.course / "moodle.csv").write_text(MOODLE, encoding="utf-8")

    def hand_in(self) -> None:
        """The student's page, up to the feedback."""
        for command in boxes(DOCS / "students.md")[
            : line("students.md", "nbgrader fetch_feedback")
        ]:
            self.student.run(command)
            if command.startswith("nbgrader fetch_assignment"):
                self.write_answers(self.student.folder / "rnn" / "rnn.ipynb", "loss_sign")

    def by_mail(self, student: str, mistakes: dict[str, str]) -> None:
        """A notebook laid into the folder where nbgrader collects."""
        folder = self.course / "submitted" / student / "rnn"
        folder.mkdir(parents=True)
        released = self.course / "assignments" / "en" / "rnn" / "rnn.ipynb"
        shutil.copy(released, folder)
        (folder / "rnn.ipynb").chmod(0o644)
        # What the exchange adds; without it nbgrader can't release feedback.
        (folder / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC", encoding="utf-8")
        (folder / "submission_secret.txt").write_text(f"secret of {student}", encoding="utf-8")
        self.write_answers(folder / "rnn.ipynb", *mistakes.values())

    def write_answers(self, notebook: Path, *mistakes: str) -> None:
        material = read_material(PROJECT, "rnn")
        answers = dict(material.answers)
        for key in mistakes:
            exercise = material.mistakes[key].exercise
            answers[exercise] = material.with_mistake(key)[exercise]
        nbformat.write(hand_in(nbformat.read(notebook, 4), answers), notebook)


@pytest.fixture(scope="module")
def root():
    """A folder that all accounts can pass: an exchange in pytest's own is rightly refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def story(root):
    checkout = root / "checkout"
    checkout.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
        copy(PROJECT / part, checkout / part)
    told = Story(terminal(checkout, root / "teacher"), terminal(root / "student", root / "student"))
    settings = "c = get_config()\n"
    settings += "c.CourseDirectory.course_id = 'rnn-course'\n"
    settings += f"c.Exchange.root = {str(root / 'exchange')!r}\n"
    settings += f"c.Exchange.cache = {str(root / 'cache')!r}\n"
    (root / "student" / ".jupyter" / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    for command in boxes(DOCS / "instructors.md"):
        told.before(command)
        told.instructor.run(command)
        if command.startswith("nbgrader release_feedback"):
            for last in boxes(DOCS / "students.md")[
                line("students.md", "nbgrader fetch_feedback") :
            ]:
                told.student.run(last)
    for command in boxes(DOCS / "security.md"):
        told.instructor.run(command)
    return told


def terminal(folder: Path, home: Path) -> Somebody:
    config, data = home / ".jupyter", home / ".jupyter-data"
    config.mkdir(parents=True, exist_ok=True)
    own = {"HOME": home, "JUPYTER_CONFIG_DIR": config, "JUPYTER_DATA_DIR": data}
    return Somebody(folder, {name: str(path) for name, path in own.items()})


def test_the_class_has_the_scores_that_it_earned(story):
    table = story.instructor.said["autograder scores rnn"]
    totals = {words[0]: words[-1] for words in map(str.split, table.splitlines()) if words}
    assert totals["ada"] == "100"
    assert float(totals["ben"]) < 100


def test_the_student_is_told_what_is_wrong_and_gets_feedback(story):
    assert "✗" in story.student.said["autograder check rnn/rnn.ipynb"]
    pages = list((story.student.folder / "rnn" / "feedback").rglob("*.html"))
    assert len(pages) == 1
    assert "cross_entropy" in pages[0].read_text(encoding="utf-8")


def test_the_report_is_there_and_the_anonymous_one_names_nobody(story):
    assert "ada" in (story.course / "reports" / "rnn.html").read_text(encoding="utf-8")
    assert (story.course / "reports" / "rnn-students" / "ada.html").is_file()
    hidden = (story.course / "reports" / "rnn-anonymous.html").read_text(encoding="utf-8")
    assert ">ada<" not in hidden
    assert "ben" not in hidden.split("<script")[0].replace("benchmark", "")


def test_the_terminal_names_the_mistake(story):
    assert "100" in story.instructor.said["autograder student ada"]
    assert "t+1" in story.instructor.said["autograder item rnn_backward"]


def test_the_exports_hold_the_scores(story):
    for name in ("scores.csv", "checks.csv", "results.jsonl", "canvas-filled.csv"):
        assert "ada" in (story.course / name).read_text(encoding="utf-8-sig"), name
    assert "Participant 11,Ada Lovelace,ada,ada@example.org,Submitted,100" in (
        story.course / "moodle-filled.csv"
    ).read_text(encoding="utf-8-sig")


def test_nothing_changes_by_grading_again_with_the_same_tests(story):
    said = story.instructor.said["autograder regrade rnn --dry-run"]
    assert "0 of 3 submissions would change" in said
