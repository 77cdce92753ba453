"""What `autograder feedback` does with pages that are there, and with what is wrong."""

import os
import signal
import subprocess
import sys
import time

import pytest
from classroom import Course
from command import autograder, files_below

from autograder.batch import feedback_pages
from autograder.batch.feedback_plan import Request, open_plan
from autograder.batch.feedback_pool import PagePool

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

STUDENTS = ("ada", "bo", "chen")


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory) -> Course:
    """ps1 of three students, graded; no feedback yet."""
    course = released.copy(tmp_path_factory.mktemp("graded") / "course").about("ps1", "p1")
    for student in STUDENTS:
        course.hand_in(student, course.student().notebook())
        stamp = course.submitted(student, "timestamp.txt")
        stamp.write_text("2026-11-17 12:00:00 UTC", encoding="utf-8")
    run = autograder("grade", "ps1", course=course.root)
    assert run.code == 0, run.text
    return course


@pytest.fixture
def course(graded, tmp_path) -> Course:
    return graded.copy(tmp_path / "course")


def feedback(course: Course, *words: str):
    return autograder("feedback", course.assignment, *words, course=course.root)


def page(course: Course, student: str):
    return course.root / "feedback" / student / "ps1" / "p1.html"


def graded_file(course: Course, student: str, name: str = "p1.ipynb"):
    path = course.root / "autograded" / student / "ps1" / name
    path.chmod(0o644)
    return path


def names_below(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_page_that_is_there_stays(course):
    assert "pages written 3 · unchanged 0" in feedback(course).text
    page(course, "bo").write_text("mine", encoding="utf-8")
    run = feedback(course)
    assert (run.code, page(course, "bo").read_text("utf-8")) == (0, "mine")
    assert "pages written 0 · unchanged 3 · students failed 0" in run.text


def test_force_writes_all_pages_again(course):
    feedback(course)
    page(course, "bo").write_text("mine", encoding="utf-8")
    page(course, "bo").with_name("old.html").write_text("of before", encoding="utf-8")
    assert "pages written 3" in feedback(course, "--force").text
    assert "mine" not in page(course, "bo").read_text("utf-8")
    assert not page(course, "bo").with_name("old.html").exists()


def test_a_newer_time_stamp_writes_the_page_again(course):
    feedback(course)
    graded_file(course, "chen", "timestamp.txt").write_text("2026-11-18 12:00:00 UTC", "utf-8")
    assert "pages written 1 · unchanged 2" in feedback(course).text
    assert "2026-11-18" in page(course, "chen").with_name("timestamp.txt").read_text("utf-8")


def test_one_student_and_a_pattern_of_students(course):
    assert "pages written 1" in feedback(course, "--student", "ada").text
    assert not page(course, "bo").exists()
    assert "pages written 1 · unchanged 0" in feedback(course, "--student", "b*").text


def test_one_notebook_leaves_the_other_files_alone(course):
    feedback(course)
    other = page(course, "ada").with_name("other.html")
    other.write_text("stays", encoding="utf-8")
    page(course, "ada").unlink()
    run = feedback(course, "--notebook", "p*", "--student", "ada")
    assert "pages written 1" in run.text
    assert page(course, "ada").exists()
    assert other.read_text("utf-8") == "stays"


def test_a_broken_notebook_is_named_and_the_others_get_their_pages(course):
    feedback(course)
    graded_file(course, "ada").write_text("{", encoding="utf-8")
    run = feedback(course, "--force", "--workers", "2")
    assert run.code == 1
    assert "pages written 2 · unchanged 0 · students failed 1" in run.text
    (line,) = run.lines("failed: ada:")
    for words in ("ada/ps1/p1.ipynb: found text that is not JSON", "expected", "autograde"):
        assert words in line
    assert not page(course, "ada").parent.exists()  # no page tells an old score
    assert page(course, "bo").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found text that is not JSON"),
        ("[]", "found what no page can be made of"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "found "),
        (b"\xff\xfe", "found bytes that are not UTF-8 text"),
    ],
)
def test_whatever_is_in_the_file_the_command_goes_on(course, text, words):
    file = graded_file(course, "ada")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    run = feedback(course)
    assert run.code == 1
    assert words in run.lines("failed: ada:")[0]
    assert page(course, "chen").exists()


def test_a_student_that_the_gradebook_does_not_know_is_named(course):
    folder = course.root / "autograded"
    (folder / "ada").rename(folder / "zoe")
    run = feedback(course)
    assert run.code == 1
    assert run.lines("failed: zoe:", "no record of it in the gradebook")


def test_a_folder_without_a_notebook_and_a_time_that_is_none_are_named(course):
    graded_file(course, "ada").unlink()
    graded_file(course, "bo", "timestamp.txt").write_text("yesterday-ish", "utf-8")
    (course.root / "feedback" / "bo" / "ps1").mkdir(parents=True)
    run = feedback(course)
    assert run.code == 1
    assert run.lines("failed: ada:", "found no notebook; expected *.ipynb")
    assert run.lines("failed: bo:", "timestamp.txt: found no time; expected")
    assert page(course, "chen").exists()


def test_what_is_missing_altogether_is_one_clear_error(course, tmp_path):
    run = autograder("feedback", "ps9", course=course.root)
    assert run.code == 1
    assert "found nothing graded; expected a folder for each student" in run.text
    assert "Graded so far: ps1." in run.text
    run = feedback(course, "--notebook", "p2")
    assert "found no notebook 'p2'; expected one of: p1." in run.text
    run = feedback(course, "--db", f"sqlite:///{tmp_path}/none.db")
    assert run.code == 1
    assert "none.db: found no gradebook" in run.text
    assert not (tmp_path / "none.db").exists()
    (course.root / "nbgrader_config.py").write_text("c.GenerateFeedback.force = 3\n", "utf-8")
    run = feedback(course)
    assert run.code == 1
    assert "nbgrader_config.py, line 1: found The 'force' trait" in run.text


def test_a_full_disk_stops_the_command_and_leaves_what_was_there(course, monkeypatch):
    feedback(course)
    before = files_below(course.root / "feedback")

    def full(*_):
        raise OSError(28, "No space left on device", "p1.html")

    monkeypatch.setattr(feedback_pages.Pages, "write_single_notebook", full)
    run = feedback(course, "--force")
    assert run.code == 1
    assert "p1.html: found no space left" in run.text
    assert files_below(course.root / "feedback") == before
    assert not [name for name in names_below(course.root / "feedback") if ".new" in name]


def test_a_place_that_can_not_be_written_is_named(course, monkeypatch):
    (course.root / "feedback").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _: not str(path).endswith("feedback"))
    run = feedback(course)
    assert run.code == 1
    assert "feedback: found a place that can't be written; expected the course's" in run.text


def test_a_process_that_is_killed_costs_only_its_own_student(course, monkeypatch):
    write = feedback_pages.Pages.convert_single_notebook

    def killed(self, name):
        if "/bo/" in name:
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, name)

    monkeypatch.setattr(feedback_pages.Pages, "convert_single_notebook", killed)
    run = feedback(course, "--workers", "2")
    assert run.code == 1
    assert "pages written 2" in run.text
    assert run.lines("failed: bo:", "the process that made its pages was ended")
    monkeypatch.undo()
    assert "pages written 1 · unchanged 2" in feedback(course).text
    assert names_below(course.root / "feedback" / "bo") == [
        "ps1",
        "ps1/data.csv",
        "ps1/p1.html",
        "ps1/timestamp.txt",
    ]


SLOW = """
import sys, time
from autograder.batch.feedback_pages import Pages
from autograder.cli.main import main
write = Pages.convert_single_notebook
def slow(self, name):
    print("at", name, flush=True)
    time.sleep(1)
    write(self, name)
Pages.convert_single_notebook = slow
main()
"""


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_whole_folders_and_goes_on(course, which):
    command = [sys.executable, "-c", SLOW, "feedback", "ps1", "--course", str(course.root)]
    started = subprocess.Popen(
        [*command, "--workers", "1"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert "ada" in started.stdout.readline()
    assert "bo" in started.stdout.readline()  # in a process of its own
    if which == signal.SIGINT:
        os.killpg(started.pid, which)  # as a terminal does it
    else:
        os.kill(started.pid, which)
    said, _ = started.communicate(timeout=60)
    assert started.returncode == (130 if which == signal.SIGINT else -which)
    time.sleep(0.1)
    written = [student for student in STUDENTS if page(course, student).exists()]
    assert "ada" in written
    assert "chen" not in written
    for student in written:
        assert page(course, student).read_text("utf-8").rstrip().endswith("</html>")
    if which == signal.SIGINT:
        assert "stopped; run the same command to go on from here" in said
        assert f"pages written {len(written)}" in said
        assert not [name for name in names_below(course.root / "feedback") if ".new" in name]
    run = feedback(course)
    assert f"pages written {3 - len(written)} · unchanged {len(written)}" in run.text
    assert all(page(course, student).exists() for student in STUDENTS)


def test_two_commands_at_once_do_not_mix(course):
    with open_plan(Request(course.root, "ps1")):
        run = feedback(course)
    assert run.code == 1
    assert "another `autograder` command is writing to this course" in run.text


def test_the_gradebook_is_not_opened_for_each_page(course, monkeypatch):
    """What a worker asks of the gradebook, it asks for all its students at once."""
    opened = []
    with open_plan(Request(course.root, "ps1")) as plan:
        real = type(plan.pages.grades)._real
        monkeypatch.setattr(
            type(plan.pages.grades), "_real", lambda self: opened.append(1) or real(self)
        )
        with plan.pages.warm():
            plan.pages.grades.read("ps1", list(STUDENTS))
            outcomes = [plan.pages.write(folder) for folder in plan.due]
    assert [outcome.pages for outcome in outcomes] == [1, 1, 1]
    assert opened == []


def test_more_workers_than_students_is_fine(course):
    with open_plan(Request(course.root, "ps1")) as plan, plan.pages.warm():
        outcomes = list(PagePool(plan.pages, 9).results(plan.due))
    assert sorted(outcome.student for outcome in outcomes) == list(STUDENTS)
