"""A test that can't work in two rooms is named, with what to do, and costs no points unseen."""

import ordinary_courses as courses
import pytest
from classroom import nbgrader
from test_same_scores import CONFIG, TWO_ROOMS

from nbgrader.api import Gradebook  # isort: skip

pytestmark = pytest.mark.slow

DRAW = "def draw(axes):\n    axes.set_title('mine')"
TEST = "import matplotlib.pyplot as plt\n_, axes = plt.subplots()\ndraw(axes)\n"
TEST += "assert axes.get_title() == 'mine'"
OTHER = {"display_name": "R", "language": "R", "name": "no-such-kernel"}


def notebook():
    return courses.notebook(
        courses.answer("draw", DRAW),
        courses.graded("test-draw", TEST, 3),
        courses.answer("one", "one = 1"),
        courses.graded("test-one", "assert one == 1", 2),
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = tmp_path_factory.mktemp("fallback") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG + TWO_ROOMS, encoding="utf-8")
    courses.write(root / "source" / "hw", {"hw": notebook()})
    run = nbgrader("generate_assignment", "hw", folder=root)
    assert run.code == 0, run.text
    courses.write(root / "submitted" / "ada" / "hw", {"hw": courses.handed_in(notebook())})
    return root


def graded(root, fallback):
    run = nbgrader("autograde", "hw", "--force", f"--TwoRooms.fallback={fallback}", folder=root)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submission = gradebook.find_submission("hw", "ada")
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        return run, {each.name: (each.auto_score, bool(each.needs_manual_grade)) for each in grades}


def test_it_is_flagged_and_the_other_tests_are_graded(released):
    run, scores = graded(released, "flag")
    assert run.code == 0, run.text
    assert scores == {"test-draw": (None, True), "test-one": (2.0, False)}


def test_the_instructor_reads_which_cell_which_name_why_and_what_to_do(released):
    run, _ = graded(released, "flag")
    (line,) = run.lines("test-draw", "not in two rooms")
    for said in ("matplotlib.axes._axes.Axes", "axes", "can't be sent", "fallback"):
        assert said in line


def test_it_runs_in_one_room_where_that_is_wanted_and_this_is_said(released):
    run, scores = graded(released, "one-room")
    assert run.code == 0, run.text
    assert scores == {"test-draw": (3.0, False), "test-one": (2.0, False)}
    assert run.lines("WARNING", "share one process", "test-draw")


def test_it_is_refused_where_that_is_wanted(released):
    run, _ = graded(released, "refuse")
    assert run.code != 0
    assert run.lines("ERROR", "test-draw", "fallback")
