"""The gradebook in SQLite and in PostgreSQL: the same rows, also while humans grade."""

import pytest
from classroom import Course
from command import autograder
from formgrader import Human, formgrader
from nbgrader.api import Gradebook
from tables import tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

STUDENTS = [f"student{number:02}" for number in range(6)]
SLOW = "student03"
# Longer than the five seconds for which nbgrader's connections wait for a locked SQLite file.
SLEEPS = "def square(x):\n    import time\n    time.sleep(7)\n    return x * x"
CONFIGURED = "\nc.CourseDirectory.db_url = {url!r}\n"


def keep_gradebook_in(url: str, course: Course) -> Course:
    """As an instructor configures it, before anything is in it."""
    (course.root / "gradebook.db").unlink()
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(CONFIGURED.format(url=url))
    run = course.run("generate_assignment", "ps1", "--force")
    assert run.code == 0, run.text
    return course


def hand_in(course: Course, students=("ada", "bo", "chen")) -> None:
    writer = course.student()
    wrong = {"square": "def square(x):\n    return 2 * x"}
    for number, student in enumerate(students):
        answers = [{}, wrong, {"share": "def share():\n    return 0.25"}][number % 3]
        course.hand_in(student, writer.notebook(**answers))
        stamp = f"2026-11-2{number % 5} 12:00:00 UTC"
        course.submitted(student, "timestamp.txt").write_text(stamp, encoding="utf-8")


@pytest.fixture(scope="module")
def in_sqlite(released, tmp_path_factory) -> Course:
    """Graded by nbgrader's commands, with its gradebook in SQLite. Nothing is changed in it."""
    course = released.copy(tmp_path_factory.mktemp("sqlite") / "course").about("ps1", "p1")
    return grade_with_nbgrader(keep_gradebook_in(f"sqlite:///{course.root}/other.db", course))


def grade_with_nbgrader(course: Course) -> Course:
    hand_in(course)
    for command in ("autograde", "generate_feedback"):
        run = course.run(command, "ps1")
        assert run.code == 0, run.text
    return course


@pytest.mark.parametrize("driver", ["psycopg2", "psycopg"])
def test_nbgrader_keeps_the_same_rows_in_postgresql(
    released, in_sqlite, tmp_path, postgres, driver
):
    pytest.importorskip(driver)
    url = postgres.new_database(driver)
    other = keep_gradebook_in(url, released.copy(tmp_path / "other").about("ps1", "p1"))
    grade_with_nbgrader(other)
    assert tables(url) == tables(in_sqlite.root / "other.db")
    assert other.feedback("bo") == in_sqlite.feedback("bo")
    run = other.run("db", "upgrade")
    assert run.code == 0, run.text


def test_autograder_grade_leaves_the_rows_of_nbgrader(released, in_sqlite, tmp_path, postgres):
    url = postgres.new_database()
    ours = keep_gradebook_in(url, released.copy(tmp_path / "ours").about("ps1", "p1"))
    hand_in(ours)
    run = autograder("grade", "ps1", course=ours.root)
    assert run.code == 0, run.text
    assert tables(url) == tables(in_sqlite.root / "other.db")
    again = autograder("grade", "ps1", course=ours.root)
    assert "unchanged 3" in again.text


def test_the_gradebook_can_be_named_on_the_command_line(course, postgres):
    url = postgres.new_database()
    hand_in(course, ["ada"])
    run = course.run("generate_assignment", "ps1", "--force", f"--db={url}")
    assert run.code == 0, run.text
    run = autograder("grade", "ps1", "--db", url, course=course.root)
    assert run.code == 0, run.text
    with Gradebook(url) as gradebook:
        assert gradebook.find_submission("ps1", "ada").score == 12
    assert course.scores("ada") == {}


def test_an_unreachable_postgresql_is_told_without_its_password(course):
    url = "postgresql+psycopg2://teacher:secret@127.0.0.1:9/course"
    run = autograder("grade", "ps1", "--db", url, course=course.root)
    assert run.code == 1
    assert "postgresql+psycopg2://teacher:***@127.0.0.1:9/course: found" in run.text
    assert "secret" not in run.text


def test_a_database_without_its_driver_is_told_what_to_install(course):
    run = autograder("grade", "ps1", "--db", "postgresql+nodriver://x@y/z", course=course.root)
    assert run.code == 1
    assert "postgresql+psycopg2://user@host/course with rnn-autograder[postgres]" in run.text


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_humans_grade_while_the_class_is_graded(database, course, tmp_path, request):
    """Every manual score that formgrader said it saved is there; no page fails; all are graded."""
    if database == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
        keep_gradebook_in(url, course)
    else:
        url = f"sqlite:///{course.root}/gradebook.db"
    hand_in(course, STUDENTS)
    run = autograder("grade", "ps1", course=course.root)
    assert run.code == 0, run.text
    course.hand_in(SLOW, course.student().notebook(square=SLEEPS))
    with (
        formgrader(course.root, tmp_path / "server") as api,
        Human(api, "ps1", "p1") as human,
        Human(api, "ps1", "p1", writes=False) as reader,
    ):
        done = autograder("grade", "ps1", "--force", "--workers", "2", course=course.root)
        seen = len(human.given), human.pages, reader.pages
    assert done.code == 0, done.text
    assert "locked" not in done.text
    assert human.failures + reader.failures == []
    assert min(seen) > 0
    with Gradebook(url) as gradebook:
        kept = {grade: gradebook.find_grade_by_id(grade).manual_score for grade in human.given}
        scores = {each.student.id: each.score for each in gradebook.assignment_submissions("ps1")}
    assert kept == human.given
    assert sorted(scores) == STUDENTS
