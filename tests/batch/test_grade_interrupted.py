"""Killed, interrupted or hindered at any moment, nothing is lost and nothing is doubled."""

import errno
import signal
import time

import psutil
import pytest
import slow_class
from classroom import Course
from command import autograder, files_below
from nbgrader.coursedir import CourseDirectory
from tables import tables

from autograder.batch.folders import AutogradedFolders
from autograder.batch.ledger import Ledger
from autograder.batch.writer import Writer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

NAMES = [f"s{number:02}" for number in range(7)]


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory) -> Course:
    course = released.copy(tmp_path_factory.mktemp("slow") / "course").about("ps1", "p1")
    slow_class.hand_in(course, NAMES, right=("s03", "s06"))
    return course


@pytest.fixture(scope="module")
def whole(handed_in, tmp_path_factory) -> Course:
    """The class graded without any disturbance."""
    course = handed_in.copy(tmp_path_factory.mktemp("whole") / "course")
    run = autograder("grade", "ps1", "--workers", "2", course=course.root)
    assert run.code == 0, run.text
    return course


def state(course: Course):
    return tables(course.root / "gradebook.db"), files_below(course.root / "autograded")


@pytest.fixture
def course(handed_in, tmp_path) -> Course:
    return handed_in.copy(tmp_path / "course")


def goes_on(course: Course, whole: Course) -> str:
    run = autograder("grade", "ps1", course=course.root)
    assert run.code == 0, run.text
    assert state(course) == state(whole)
    return run.text


def test_after_sigkill_its_workers_end_and_it_goes_on_where_it_was(course, whole):
    with slow_class.started(course, "grade", "ps1", "--workers", "2") as process:
        done = slow_class.wait_for_graded(course, 2)
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) >= 4
        slow_class.send(process, signal.SIGKILL)
        process.wait()
        _, alive = psutil.wait_procs(below, timeout=20)
    assert alive == []
    assert len(done) < len(NAMES)
    said = goes_on(course, whole)
    assert f"graded {len(NAMES)}" not in said


def test_ctrl_c_writes_what_is_graded_and_says_how_to_go_on(course, whole):
    with slow_class.started(course, "grade", "ps1", "--workers", "2") as process:
        slow_class.wait_for_graded(course, 1)
        below = psutil.Process(process.pid).children(recursive=True)
        slow_class.send(process, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        _, alive = psutil.wait_procs(below, timeout=20)
    assert process.returncode == 130, said
    assert "run the same command to go on" in said
    assert "Traceback" not in said
    assert alive == []
    assert not list((course.root / "autograded").glob("*/.*"))
    goes_on(course, whole)


def test_a_killed_worker_costs_nobody_anything_and_two_commands_do_not_write_at_once(course, whole):
    with slow_class.started(course, "grade", "ps1", "--workers", "2") as process:
        slow_class.wait_for_graded(course, 1)
        psutil.Process(process.pid).children()[0].kill()
        # Another worker has to start now, so that the first command is not done yet.
        run = autograder("grade", "ps1", course=course.root)
        assert run.code == 1
        assert "another `autograder` command is writing to this course" in run.text
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert state(course) == state(whole)


def test_what_was_half_written_is_written_again(course, whole, monkeypatch):
    def fails(*_):
        raise OSError(errno.EIO, "the power went off")

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_write_rows", fails)
        run = autograder("grade", "ps1", course=course.root)
        assert run.code == 1
        assert "the power went off" in run.text
    assert course.scores("s03") == {}
    assert "from cache" in goes_on(course, whole)


def test_a_full_disk_is_told_and_leaves_no_half_folder(course, whole, monkeypatch):
    fill = AutogradedFolders._fill

    def full(self, folder, submission, graded):
        fill(self, folder, submission, graded)
        if submission.student == "s04":
            raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    with monkeypatch.context() as patch:
        patch.setattr(AutogradedFolders, "_fill", full)
        run = autograder("grade", "ps1", course=course.root)
    assert run.code == 1
    assert "found no space left; expected room for the results" in run.text
    assert not list((course.root / "autograded").glob("*/.*"))
    assert not (course.root / "autograded" / "s04" / "ps1").exists()
    goes_on(course, whole)


def test_what_a_killed_command_left_does_not_hinder_taking_a_folder_away(tmp_path):
    place = CourseDirectory(root=str(tmp_path), assignment_id="ps1")
    folders = AutogradedFolders(place, 0o444)
    for folder in (folders.path("ann"), folders.path("ann").with_name(".ps1.old")):
        folder.mkdir(parents=True)
        (folder / "p1.ipynb").touch()
    folders.remove("ann")
    assert not list((tmp_path / "autograded" / "ann").iterdir())


def test_a_lost_ledger_costs_nothing_but_a_look(whole, tmp_path):
    course = whole.copy(tmp_path / "course")
    (course.root / ".autograder" / "ledger.db").unlink()
    assert f"unchanged {len(NAMES)}" in goes_on(course, whole)


def test_a_damaged_result_in_the_cache_is_taken_out(whole, tmp_path):
    course = whole.copy(tmp_path / "course")
    for path in (course.root / ".autograder" / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    ledger = Ledger(course.root / ".autograder" / "ledger.db")
    ledger.open("ps1", ["s03"])
    ledger.close()
    run = autograder("grade", "ps1", course=course.root)
    assert run.code == 1
    assert "its result in the cache was damaged" in run.text
    goes_on(course, whole)


def test_scores_given_by_hand_meanwhile_are_kept(course):
    with slow_class.started(course, "grade", "ps1", "--workers", "1") as process:
        slow_class.wait_for_graded(course, 2)
        while not course.scores("s00"):  # the rows follow the folder
            assert process.poll() is None
            time.sleep(0.05)
        with course.gradebook() as gradebook:
            grade = gradebook.find_grade("essay", "p1", "ps1", "s00")
            grade.manual_score, grade.needs_manual_grade = 6.0, False
            gradebook.db.commit()
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    with course.gradebook() as gradebook:
        assert gradebook.find_grade("essay", "p1", "ps1", "s00").manual_score == 6.0
    assert course.scores("s06")["test_square"] == 2
