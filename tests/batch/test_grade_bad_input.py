"""What can be wrong with a course or a command: each is told in a line, and nothing is lost."""

import os
import sqlite3
import subprocess

import pytest
from classroom import Course
from command import autograder, files_below

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]


def one_line(course: Course, *words: str) -> str:
    """The error of a command that must fail without a traceback."""
    run = autograder(*words, course=course.root)
    assert run.code == 1, run.text
    assert "Traceback" not in run.text
    return run.text


@pytest.fixture
def handed_in(course) -> Course:
    course.hand_in("ada", course.student().notebook())
    return course


def test_an_unknown_assignment_is_named_with_those_that_exist(handed_in):
    said = one_line(handed_in, "grade", "ps9")
    assert "found no assignment 'ps9'" in said
    assert "expected one of: ps1, rnn" in said
    assert "nbgrader generate_assignment ps9" in said


def test_nothing_to_grade_is_told_with_where_it_was_looked_for(course):
    said = one_line(course, "grade", "ps1")
    assert "found no submission of 'ps1'" in said
    assert "nbgrader collect ps1" in said


def test_a_student_that_does_not_exist_is_nothing_to_grade(handed_in):
    assert "found no submission" in one_line(handed_in, "grade", "ps1", "--student", "zoe")


def test_a_course_without_a_gradebook_gets_none(handed_in):
    (handed_in.root / "gradebook.db").unlink()
    said = one_line(handed_in, "grade", "ps1")
    assert "gradebook.db: found no gradebook" in said
    assert not (handed_in.root / "gradebook.db").exists()


def test_a_gradebook_of_another_version_is_told_before_anything_runs(handed_in):
    with sqlite3.connect(handed_in.root / "gradebook.db") as connection:
        connection.execute("ALTER TABLE submitted_notebook DROP COLUMN late_submission_penalty")
    said = one_line(handed_in, "grade", "ps1")
    assert "lacks late_submission_penalty" in said
    assert "nbgrader db upgrade" in said
    assert not (handed_in.root / "autograded").exists()


def test_a_file_that_is_no_gradebook_is_told(handed_in):
    (handed_in.root / "gradebook.db").write_bytes(b"no database" * 500)
    assert "file is not a database" in one_line(handed_in, "grade", "ps1")


def test_an_address_of_a_database_that_nobody_can_read_is_told_without_its_password(handed_in):
    said = one_line(handed_in, "grade", "ps1", "--db", "oracle+none://me:secret@host/x")
    assert "database address that can't be used" in said
    assert "secret" not in said


def test_a_mistake_in_the_configuration_is_told_with_file_and_line(handed_in):
    config = handed_in.root / "nbgrader_config.py"
    lines = config.read_text(encoding="utf-8").splitlines()
    config.write_text("\n".join([*lines, "c.CourseDirectory.course_id = 1 / 0"]), encoding="utf-8")
    said = one_line(handed_in, "grade", "ps1")
    assert f"nbgrader_config.py, line {len(lines) + 1}" in said
    assert "ZeroDivisionError" in said


def test_a_setting_that_no_worker_can_be_sent_is_named(handed_in):
    with open(handed_in.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.LimitOutput.max_lines = print\n")
    assert "c.LimitOutput.max_lines" in one_line(handed_in, "grade", "ps1")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own of 3 MiB, and how to mount it again."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_told_and_what_was_finished_stays(handed_in, small_disk):
    for name in ("bo", "chen"):
        handed_in.hand_in(name, handed_in.student().notebook(drawing=f"label = {name!r}"))
    course = handed_in.copy(small_disk / "course")
    free = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * (free.f_bavail * free.f_bsize - (80 << 10)))
    said = one_line(course, "grade", "ps1", "--workers", "1")
    assert "no space left" in said or "database or disk is full" in said
    (small_disk / "ballast").unlink()
    again = autograder("grade", "ps1", course=course.root)
    assert again.code == 0, again.text
    assert course.total("ada") == 12


def test_a_read_only_course_is_told_before_anything_runs(handed_in, small_disk):
    course = handed_in.copy(small_disk / "course")
    before = files_below(course.root)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    said = one_line(course, "grade", "ps1")
    assert "can't be written; expected the course's" in said
    assert files_below(course.root) == before
