"""The kit's steps around the two rooms leave the rows that plain nbgrader leaves."""

import pytest
from classroom import copy_of, without_the_kit
from tables import tables

pytestmark = pytest.mark.slow

DUE = "2026-01-10 12:00:00"
LATE = "2026-01-11 12:00:00"
IN_TIME = "2026-01-09 12:00:00"
PENALTY = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
ESSAY = "essay"


def write_essay(notebook, words):
    changed = copy_of(notebook)
    for cell in changed.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == ESSAY:
            cell.source = words
    return changed


def first_hand_ins(course, somebody):
    """Right, half, late, blank: with answers for manual grading, and without."""
    course.hand_in("right", write_essay(somebody.notebook(), "Three good reasons."))
    course.hand_in("half", somebody.only("square", "guesses"))
    course.hand_in("blank", somebody.only())
    course.hand_in("late", somebody.notebook(square="def square(x):\n    return x + x"))
    for student, when in (("late", LATE), ("right", IN_TIME)):
        (course.submitted(student).parent / "timestamp.txt").write_text(when, encoding="utf-8")


def grade_by_hand(course):
    """What formgrader writes: scores, comments, extra credit."""
    with course.gradebook() as gradebook:
        essay = gradebook.find_grade(ESSAY, course.name, course.assignment, "right")
        essay.manual_score, essay.extra_credit, essay.needs_manual_grade = 4.0, 1.5, False
        comment = gradebook.find_comment(ESSAY, course.name, course.assignment, "right")
        comment.manual_comment = "The third one is new to me."
        square = gradebook.find_grade("test_square", course.name, course.assignment, "half")
        square.manual_score, square.needs_manual_grade = 0.5, False
        gradebook.db.commit()


def second_hand_ins(course, somebody):
    course.hand_in("half", somebody.notebook())
    course.hand_in("new", somebody.only("mean", "square"))


def after(course, somebody):
    """The tables after two attempts with grading by hand between them."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(course.assignment, duedate=DUE)
    first_hand_ins(course, somebody)
    run = course.autograde()
    assert run.code == 0, run.text
    grade_by_hand(course)
    second_hand_ins(course, somebody)
    run = course.autograde("--force")
    assert run.code == 0, run.text
    return tables(course.root / "gradebook.db")


@pytest.fixture(scope="module")
def both(released, somebody, tmp_path_factory):
    """The tables that the kit leaves, and plain nbgrader's."""
    folder = tmp_path_factory.mktemp("rows")
    kit = released.copy(folder / "kit").about("ps1", "p1")
    plain = without_the_kit(released.copy(folder / "plain").about("ps1", "p1"))
    for course in (kit, plain):
        config = course.root / "nbgrader_config.py"
        config.write_text(config.read_text(encoding="utf-8") + PENALTY, encoding="utf-8")
    return after(kit, somebody), after(plain, somebody)


def test_both_gradebooks_have_the_same_tables(both):
    ours, theirs = both
    assert list(ours) == list(theirs)
    assert {"grade", "comment", "submitted_notebook", "student"} <= set(ours)


def test_every_table_holds_the_same_rows(both):
    ours, theirs = both
    assert ours == theirs


def test_the_rows_hold_what_was_graded_by_hand_and_what_was_late(both):
    ours, _ = both
    assert any("'manual_score': 4.0, 'extra_credit': 1.5" in row for row in ours["grade"])
    assert any("'auto_comment': 'No response.'" in row for row in ours["comment"])
    assert any("The third one is new to me." in row for row in ours["comment"])
    penalties = [row for row in ours["submitted_notebook"] if "_penalty': None" not in row]
    assert len(penalties) == 1
    assert "'late'" in penalties[0]


def test_a_row_that_differs_is_found(both):
    ours, theirs = both
    grades = [row.replace("'auto_score': 2.0", "'auto_score': 1.0") for row in theirs["grade"]]
    assert ours["grade"] != grades
