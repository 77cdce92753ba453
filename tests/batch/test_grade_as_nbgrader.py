"""`autograder grade` leaves what `nbgrader autograde` leaves, to the byte."""

import json

import nbformat
import ordinary
import pytest
from classroom import Course, Student, cell, in_folder, without_the_kit
from command import autograder, files_below
from nbformat.v4 import new_code_cell
from tables import tables

from autograder.batch.history import FILE, History

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

TIMES = "2026-11-{day:02} 12:00:00 UTC"
WRITES = "def guesses():\n    open('mine.txt', 'w').write('by hand')\n    return [1, 4, 9]"
ENDLESS = "import time\ndef share():\n    while True:\n        time.sleep(1)"
PRINTS = "for number in range(30_000):\n    print('line', number)"
CONFIG = """
c.Execute.timeout = 3
c.LateSubmissionPlugin.penalty_method = "zero"
c.LimitOutput.max_lines = 50
"""


def two_notebooks(course: Course) -> None:
    """An assignment `ps2` with the notebooks `a` and `b`."""
    folder = course.root / "source" / "en" / "ps2"
    folder.mkdir()
    for name in ("a", "b"):
        nbformat.write(ordinary.source_notebook(), folder / f"{name}.ipynb")
    (folder / "data.csv").write_text("value\n1\n2\n3\n4\n", encoding="utf-8")
    assert course.run("generate_assignment", "ps2").code == 0


def stamp(course: Course, student: str, day: int) -> None:
    course.submitted(student, "timestamp.txt").write_text(TIMES.format(day=day), encoding="utf-8")


def hand_in_ordinary(course: Course) -> None:
    """ps1: right, wrong, blank, late, endless, noisy, tampered, unreadable, another's, none."""
    course = course.about("ps1", "p1")
    writer: Student = course.student()
    course.hand_in("ada", writer.notebook())
    course.hand_in("bo", writer.notebook(square="def square(x):\n    return 2 * x"))
    course.hand_in("chen", writer.only())
    course.hand_in("dora", writer.notebook(guesses=WRITES))
    course.submitted("dora", "notes.txt").write_text("a file of hers", encoding="utf-8")
    course.submitted("dora", "data.csv").write_text("value\n9\n", encoding="utf-8")
    course.hand_in("emil", writer.notebook())
    stamp(course, "emil", 20)
    course.hand_in("fang", writer.notebook(share=ENDLESS))
    noisy = writer.notebook(essay="Many words.")
    noisy.cells.append(new_code_cell(PRINTS))
    course.hand_in("gus", noisy)
    tampered = writer.notebook(counter="class Counter:\n    pass")
    cell(tampered, "test_counter").source = "1.0"
    cell(tampered, "test_square").metadata["tags"] = ["skip-execution"]
    course.hand_in("hana", tampered)
    course.hand_in("ivan", "no notebook at all")
    course.hand_in("jin", writer.notebook(), name="other.ipynb")
    course.submitted("lars", "notes.txt").write_text("no notebook", encoding="utf-8")
    course.hand_in("kim", writer.notebook())
    course.hand_in("kim", writer.notebook(), name="extra.ipynb")


def hand_in_two_notebooks(course: Course) -> None:
    """ps2: both, only one, the second unreadable."""
    course = course.about("ps2", "a")
    writer = course.student()
    for name in ("a.ipynb", "b.ipynb"):
        course.hand_in("ada", writer.notebook(guesses=WRITES), name=name)
    course.hand_in("bo", writer.notebook(), name="a.ipynb")
    course.hand_in("chen", writer.notebook(), name="a.ipynb")
    course.hand_in("chen", "{", name="b.ipynb")


def hand_in_rnn(course: Course) -> None:
    course = course.about("rnn", "rnn")
    writer = course.student()
    course.hand_in("ada", writer.notebook())
    course.hand_in("bo", writer.only("softmax", "one_hot"))
    course.hand_in("chen", writer.notebook(rnn_cell_forward="import os\nos._exit(3)"))


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory):
    """Three assignments with submissions; a due date in the past for one of the students."""
    course = released.copy(tmp_path_factory.mktemp("class") / "course")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(CONFIG)
    two_notebooks(course)
    with course.gradebook() as gradebook:
        gradebook.add_student("lea")
        gradebook.update_or_create_assignment("ps1", duedate="2026-11-18 12:00:00 UTC")
    hand_in_ordinary(course)
    hand_in_two_notebooks(course)
    hand_in_rnn(course)
    return course


@pytest.fixture(scope="module")
def both(handed_in, tmp_path_factory):
    """The same class graded by `nbgrader autograde` and by `autograder grade`."""
    place = tmp_path_factory.mktemp("both")
    theirs, ours = handed_in.copy(place / "theirs"), handed_in.copy(place / "ours")
    said = {}
    for assignment in ("ps1", "ps2", "rnn"):
        run = theirs.run("autograde", assignment)
        assert run.code == (0 if assignment == "rnn" else 1), run.text
        said[assignment] = autograder("grade", assignment, "--workers", "2", course=ours.root)
        assert said[assignment].code == run.code, said[assignment].text
    return theirs, ours, said


def tree(course: Course) -> dict[str, tuple[bytes, int]]:
    return files_below(course.root / "autograded")


def test_the_gradebooks_are_the_same_table_by_table(both):
    theirs, ours, _ = both
    expected, found = (tables(course.root / "gradebook.db") for course in (theirs, ours))
    assert set(found) == set(expected)
    for name, rows in expected.items():
        assert found[name] == rows, name
    assert len(expected["grade"]) > 100


def test_the_folders_are_the_same_file_by_file(both):
    theirs, ours, _ = both
    expected, found = tree(theirs), tree(ours)
    assert list(found) == list(expected)
    for name, file in expected.items():
        assert found[name] == file, name
    assert "dora/ps1/mine.txt" in expected


def test_the_summary_names_who_needs_a_look(both):
    _, _, said = both
    assert said["ps1"].lines("can't be graded", "ivan", "found text that is not JSON")
    assert said["ps1"].lines("can't be graded", "jin", "expected 'p1.ipynb'")
    assert said["ps1"].lines("timeout", "fang", "ran out of time")
    assert said["ps1"].lines("no submission from: lea")
    assert said["ps2"].lines("can't be graded", "chen", "b.ipynb")
    assert "graded 3 · from cache 0 · unchanged 0" in said["rnn"].text
    assert said["rnn"].lines("student's room: tier")


def test_a_folder_without_a_notebook_is_told_by_the_history_and_is_no_submission(both):
    """For nbgrader it is none; an instructor must still see what came."""
    history = History(both[1].root / FILE, read_only=True)
    (lars,) = history.of("ps1", "lars")
    history.close()
    assert "submitted/lars/ps1: found 'notes.txt'; expected 'p1.ipynb'" in lars.problem
    assert not lars.is_graders
    with both[1].gradebook() as gradebook:
        assert "lars" not in {each.student_id for each in gradebook.assignment_submissions("ps1")}


def test_a_second_run_finds_nothing_to_do(both):
    _, ours, _ = both
    before = tree(ours), tables(ours.root / "gradebook.db")
    again = autograder("grade", "rnn", course=ours.root)
    assert "graded 0 · from cache 0 · unchanged 3" in again.text
    assert (tree(ours), tables(ours.root / "gradebook.db")) == before


def test_what_nbgrader_graded_counts_as_graded(both):
    theirs, _, _ = both
    again = autograder("grade", "rnn", course=theirs.root)
    assert "graded 0 · from cache 0 · unchanged 3" in again.text


def regraded_by(course: Course, command: str) -> None:
    if command == "theirs":
        run = course.run("autograde", "ps1", "--force", "--student", "bo")
    else:
        run = autograder("grade", "ps1", "--force", "--student", "bo", course=course.root)
    assert run.code == 0, run.text


def test_manual_scores_comments_and_extra_credit_survive_in_the_same_way(both, tmp_path):
    graded = {}
    for name, course in zip(("theirs", "ours"), both[:2], strict=True):
        copy = course.copy(tmp_path / name).about("ps1", "p1")
        with copy.gradebook() as gradebook:
            grade = gradebook.find_grade("test_square", "p1", "ps1", "bo")
            grade.manual_score, grade.extra_credit = 1.5, 0.5
            gradebook.find_comment("square", "p1", "ps1", "bo").manual_comment = "nearly"
            gradebook.db.commit()
        regraded_by(copy, name)
        graded[name] = tables(copy.root / "gradebook.db")
    assert graded["ours"] == graded["theirs"]
    assert any("'manual_score': 1.5" in row for row in graded["ours"]["grade"])


def test_a_second_attempt_replaces_the_first_in_the_same_way(both, tmp_path):
    graded = {}
    for name, course in zip(("theirs", "ours"), both[:2], strict=True):
        copy = course.copy(tmp_path / name).about("ps1", "p1")
        copy.hand_in("emil", copy.student().only("square"))
        stamp(copy, "emil", 21)
        run = (
            copy.run("autograde", "ps1", "--student", "emil")
            if name == "theirs"
            else autograder("grade", "ps1", "--student", "emil", course=copy.root)
        )
        assert run.code == 0, run.text
        graded[name] = tables(copy.root / "gradebook.db"), tree(copy)
        assert copy.scores("emil")["test_mean"] == 0
    assert graded["ours"] == graded["theirs"]


def test_a_course_without_the_kits_configuration_is_told_what_to_do(handed_in, tmp_path):
    course = without_the_kit(handed_in.copy(tmp_path / "course"))
    run = autograder("grade", "ps1", course=course.root)
    assert run.code == 1
    assert "found nbgrader.preprocessors.overwritekernelspec.OverwriteKernelspec" in run.text
    assert "use_two_rooms(c)" in run.text


def test_formgrader_and_feedback_read_what_was_written(both, tmp_path):
    course = both[1].copy(tmp_path / "course")
    run = course.run("generate_feedback", "rnn")
    assert run.code == 0, run.text
    assert "rnn_backward" in course.about("rnn", "rnn").feedback("ada")
    with in_folder(course.root):
        listed = course.run("export")
    assert listed.code == 0, listed.text
    notebook = course.about("rnn", "rnn").autograded("ada")
    assert json.dumps(notebook.metadata)
