"""What can't run in two rooms is flagged, run in one room, or refused: as nbgrader's command."""

import nbformat
import ordinary
import pytest
from classroom import Course, cell
from command import autograder

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

DRAW = "def share(axes=None):\n    axes.set_title('mine')\n    return 1.0"
TEST = """\
import matplotlib.pyplot as plt
_, axes = plt.subplots()
share(axes)
assert axes.get_title() == 'mine'
"""


@pytest.fixture(scope="module")
def drawn(released, tmp_path_factory) -> Course:
    """ps3: a test that hands an axes object to the student's function."""
    course = released.copy(tmp_path_factory.mktemp("drawn") / "course").about("ps3", "p1")
    notebook = ordinary.source_notebook()
    cell(notebook, "share").source = DRAW
    cell(notebook, "test_share").source = TEST
    folder = course.root / "source" / "en" / "ps3"
    folder.mkdir()
    (folder / "data.csv").write_text("value\n1\n2\n3\n4\n", encoding="utf-8")
    nbformat.write(notebook, folder / "p1.ipynb")
    assert course.run("generate_assignment", "ps3").code == 0
    course.hand_in("ada", course.student().notebook(share=DRAW))
    return course


@pytest.fixture
def course_with(drawn, tmp_path):
    def make(fallback: str) -> Course:
        course = drawn.copy(tmp_path / fallback)
        with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
            config.write(f"\nc.TwoRooms.fallback = {fallback!r}\n")
        return course

    return make


def test_by_default_the_cell_waits_for_a_human_and_the_rest_is_graded(course_with):
    course = course_with("flag")
    run = autograder("grade", "ps3", course=course.root)
    assert "not in two rooms" in run.text
    scores = course.scores("ada")
    assert scores["test_share"] is None
    assert scores["test_square"] == 2


def test_in_one_room_it_is_graded_and_that_is_said(course_with):
    course = course_with("one-room")
    run = autograder("grade", "ps3", course=course.root)
    assert run.code == 0, run.text
    assert run.lines("note: ada", "share one process")
    assert course.scores("ada")["test_share"] == 2
    assert "unchanged 1" in autograder("grade", "ps3", course=course.root).text


def test_refused_nothing_is_scored_and_the_instructor_reads_why(course_with):
    course = course_with("refuse")
    run = autograder("grade", "ps3", course=course.root)
    assert run.code == 1
    assert run.lines("ada", "refused, as c.TwoRooms.fallback says")
    assert set(course.scores("ada").values()) == {None}
