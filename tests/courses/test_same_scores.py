"""Honest work gets the same scores in two rooms as in one kernel: per cell, points and maximum."""

import shutil
from dataclasses import dataclass

import nbformat
import ordinary_courses as courses
import pytest
from classroom import nbgrader

from nbgrader.api import Gradebook  # isort: skip

pytestmark = pytest.mark.slow

CONFIG = """
c = get_config()
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.Execute.timeout = 60
c.LateSubmissionPlugin.penalty_method = "zero"
"""
TWO_ROOMS = """
from autograder.nbgrader.config import use_two_rooms
use_two_rooms(c)
"""
HALF = range(0, 1000, 2)
ENDLESS = "def wait():\n    while True:\n        time.sleep(1)"
DUE = "2030-01-01 00:00:00 UTC"


@dataclass(frozen=True)
class Graded:
    """A graded course's gradebook, and what the commands said."""

    rows: dict
    log: str
    penalties: dict


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """The courses with everybody's hand-ins, not graded yet."""
    root = tmp_path_factory.mktemp("courses") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for assignment in courses.write_all(root / "source"):
        run = nbgrader("generate_assignment", assignment, folder=root)
        assert run.code == 0, run.text
    for assignment, names in {**courses.OBJECTS, **courses.DATA}.items():
        made = {assignment: courses.from_materials(names)}
        hand_in(root, "ada", assignment, made)
        hand_in(root, "bo", assignment, made, HALF)
    made = courses.project()
    hand_in(root, "ada", "project", made)
    late = hand_in(root, "cy", "project", {"part1": made["part1"]})
    (late / "timestamp.txt").write_text("2031-01-01 00:00:00 UTC", encoding="utf-8")
    endless = courses.handed_in(made["part2"])
    endless.cells[1].source = ENDLESS
    courses.write(root / "submitted" / "dot" / "project", {"part2": endless})
    run = nbgrader("db", "assignment", "add", "project", f"--duedate={DUE}", folder=root)
    assert run.code == 0, run.text
    for student in ("bitdiddle", "hacker"):
        own = courses.nbgraders_own() / "submitted" / student / "ps1"
        shutil.copytree(own, root / "submitted" / student / "ps1")
    return root


def hand_in(root, student, assignment, notebooks, wrong=()):
    folder = root / "submitted" / student / assignment
    made = {name: courses.handed_in(each, wrong) for name, each in notebooks.items()}
    courses.write(folder, made)
    for file in (root / "source" / assignment).glob("*.csv"):
        shutil.copy(file, folder)
    return folder


def grade(handed_in, root, config):
    shutil.copytree(handed_in, root)
    (root / "nbgrader_config.py").write_text(CONFIG + config, encoding="utf-8")
    log = ""
    for assignment in ("objects", "data", "ps1", "project"):
        options = ("--Execute.timeout=3",) if assignment == "project" else ()
        run = nbgrader("autograde", assignment, *options, folder=root)
        assert run.code == 0, run.text
        log += run.text
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submissions = gradebook.db.query(type_of_submission(gradebook)).all()
        rows = {row(each): values(each) for one in submissions for each in grades_of(one)}
        penalties = {
            (one.student.id, one.assignment.name): one.late_submission_penalty
            for one in submissions
        }
    return Graded(rows, log, penalties)


def type_of_submission(_):
    from nbgrader.api import SubmittedAssignment

    return SubmittedAssignment


def grades_of(submission):
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def row(grade):
    return grade.student.id, grade.assignment.name, grade.notebook.name, grade.name


def values(grade):
    scores = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.max_score)
    return (*scores, grade.needs_manual_grade)


@pytest.fixture(scope="module")
def stock(handed_in, tmp_path_factory):
    return grade(handed_in, tmp_path_factory.mktemp("stock") / "course", "")


@pytest.fixture(scope="module")
def kit(handed_in, tmp_path_factory):
    return grade(handed_in, tmp_path_factory.mktemp("kit") / "course", TWO_ROOMS)


def of(graded, student, assignment):
    return {
        key[2:]: found for key, found in graded.rows.items() if key[:2] == (student, assignment)
    }


HAND_INS = [
    ("ada", "objects"),
    ("ada", "data"),
    ("ada", "project"),
    ("bo", "objects"),
    ("bo", "data"),
    ("cy", "project"),
    ("dot", "project"),
    ("bitdiddle", "ps1"),
    ("hacker", "ps1"),
]


@pytest.mark.parametrize(("student", "assignment"), HAND_INS)
def test_the_same_scores_cell_by_cell(stock, kit, student, assignment):
    plain, two_rooms = of(stock, student, assignment), of(kit, student, assignment)
    assert plain, "nothing was graded"
    different = {
        key: (plain[key], two_rooms.get(key)) for key in plain if plain[key] != two_rooms.get(key)
    }
    assert different == {}
    assert set(two_rooms) == set(plain)


@pytest.mark.parametrize("assignment", ["objects", "data"])
def test_right_answers_get_all_points_in_both(stock, kit, assignment):
    for graded in (stock, kit):
        lost = {
            key: each for key, each in of(graded, "ada", assignment).items() if each[0] != each[3]
        }
        assert lost == {}


def test_missing_answers_lose_points_in_both(stock, kit):
    for graded in (stock, kit):
        scores = [each[0] for each in of(graded, "bo", "objects").values()]
        assert 0 < sum(scores) < len(scores)


def test_late_work_has_the_same_penalty(stock, kit):
    assert stock.penalties == kit.penalties
    assert stock.penalties["cy", "project"] > 0


def test_no_cell_needs_a_look_that_did_not_need_one(kit):
    flagged = [key for key, each in kit.rows.items() if each[4] and each[0] is not None]
    assert flagged == []
    assert "needs a manual look" not in kit.log


def test_every_heading_of_the_material_is_an_answer_and_its_test():
    for name in (*courses.OBJECTS["objects"], *courses.DATA["data"]):
        made = courses.from_material(name)
        kinds = [each.metadata.get("nbgrader", {}).get("grade") for each in made.cells[2:]]
        assert kinds == [False, True] * (len(kinds) // 2)
        nbformat.validate(made)
