"""A made course, all the way round with real nbgrader commands; the student is another account."""

import os
import traceback
from pathlib import Path

import classroom
import nbformat
import pytest
from course_sample import CHECKOUT, run
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeSubmit
from traitlets.config import Config

NOBODY = 65534
STUDENT = "nobody"


def nbgrader(made, *words):
    done = classroom.nbgrader(*words, folder=made.root)
    assert done.code == 0, done.text
    return done.text


def autograder(made, *words):
    return run(*words, "--course", made.root)


def as_student(work):
    """Run it in a process of the account nobody. What it raises is this test's failure."""
    if os.geteuid() != 0:
        pytest.skip("only root can act as another account")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = ""
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.umask(0o022)
            work()
        except BaseException:
            told = traceback.format_exc()
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert not told, told


def students_config(made, home):
    """What a student's nbgrader reads: the file that the course made for /etc/jupyter."""
    config = Config()
    source = (made.root / "hub" / "student_nbgrader_config.py").read_text(encoding="utf-8")
    exec(source, {"get_config": lambda: config})
    config.CourseDirectory.assignment_id = "rnn"
    config.Exchange.assignment_dir = str(home)
    config.Exchange.cache = str(home / "cache")
    return config


def exchange(kind, config):
    course = CourseDirectory(config=config)
    return kind(coursedir=course, authenticator=Authenticator(config=config), config=config)


def write_solutions(made, notebook_path):
    """Into the fetched notebook, what stands in the course's source."""
    source = nbformat.read(made.root / "source" / "en" / "rnn" / "rnn.ipynb", as_version=4)
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in source.cells if _own(cell)}
    notebook = nbformat.read(notebook_path, as_version=4)
    for cell in filter(_own, notebook.cells):
        cell.source = answers[cell.metadata.nbgrader.grade_id]
    return notebook


def _own(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


@pytest.mark.slow
def test_from_release_to_feedback(broken):
    home = broken.root.parent / "student"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    config = students_config(broken, home)
    nbgrader(broken, "release_assignment", "rnn")
    assert broken.exchange.stat().st_mode & 0o7777 == 0o1777
    assert broken.complaints("folder") == ()

    fetched = home / "rnn" / "rnn.ipynb"
    as_student(exchange(ExchangeFetchAssignment, config).start)
    solved = write_solutions(broken, fetched)

    def hand_in():
        nbformat.write(solved, fetched)
        config.CourseDirectory.student_id = STUDENT
        exchange(ExchangeSubmit, config).start()

    as_student(hand_in)
    assert "cheating" not in nbgrader(broken, "collect", "rnn")
    graded = autograder(broken, "grade", "rnn")
    assert "graded 1" in graded.output, graded.output
    assert "no submission from: ada" in graded.output
    with Gradebook(f"sqlite:///{broken.root}/gradebook.db", "rnn2099") as gradebook:
        submission = gradebook.find_submission("rnn", STUDENT)
        assert submission.score == 100
        assert submission.total_seconds_late == 0
    assert autograder(broken, "feedback", "rnn").exit_code == 0
    nbgrader(broken, "release_feedback", "rnn")
    assert broken.complaints("folder") == ()
    assert len(list((broken.exchange / "rnn2099" / "feedback").glob("*.html"))) == 1


@pytest.mark.slow
def test_another_account_reads_no_answer_and_moves_no_folder(broken):
    (broken.exchange / "rnn2099" / "inbound").mkdir(parents=True)
    (broken.exchange / "rnn2099" / "inbound").chmod(0o2733)

    def snoop():
        for path in (
            broken.root / "solutions" / "rnn.py",
            broken.root / "tests" / "hidden" / "course_secret.txt",
            broken.root / "gradebook.db",
        ):
            with pytest.raises(PermissionError):
                path.read_bytes()
        with pytest.raises(PermissionError):
            os.listdir(broken.exchange / "rnn2099" / "inbound")
        with pytest.raises(PermissionError):
            os.rename(broken.exchange / "rnn2099", broken.exchange / "mine")

    as_student(snoop)


@pytest.mark.slow
@pytest.mark.usefixtures("nbgrader_here")
def test_files_by_mail_are_collected_by_their_names(tmp_path):
    root = tmp_path / "mail"
    words = ("--from", CHECKOUT, "--assignments", "rnn", "--single-user", "--timezone", "UTC")
    assert run("course", root, *words).exit_code == 0
    course = type("Mail", (), {"root": root})
    release = (root / "assignments" / "en" / "rnn" / "rnn.ipynb").read_bytes()
    for name in ("ada_rnn.ipynb", "li_ming_rnn.ipynb", "holiday.ipynb"):
        (root / "downloaded" / "rnn" / "archive" / name).write_bytes(release)
    nbgrader(course, "zip_collect", "rnn")
    assert {path.name for path in Path(root / "submitted").iterdir()} == {"ada", "li_ming"}
