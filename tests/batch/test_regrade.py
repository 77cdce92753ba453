"""What a changed test touches, and what a regrade shows before it writes."""

import nbformat
import pytest
from classroom import Course
from command import autograder, files_below
from tables import tables

pytestmark = pytest.mark.slow

HIDDEN = "tests/hidden/test_rnn.py"
# One point of softmax's four less for everybody who is right.
BEFORE = '@exercise("softmax", points=1, zh='
AFTER = '@exercise("softmax", points=0.5, zh='


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory) -> Course:
    """rnn and ps1 graded; ada is right in both, and chen's softmax is."""
    course = released.copy(tmp_path_factory.mktemp("graded") / "course")
    rnn, ordinary = course.about("rnn", "rnn"), course.about("ps1", "p1")
    rnn.hand_in("ada", rnn.student().notebook())
    rnn.hand_in("bo", rnn.student().only())
    rnn.hand_in("chen", rnn.student().only("softmax"))
    ordinary.hand_in("ada", ordinary.student().notebook())
    ordinary.hand_in("bo", ordinary.student().notebook())
    for assignment in ("rnn", "ps1"):
        run = autograder("grade", assignment, course=course.root)
        assert run.code == 0, run.text
    return course


@pytest.fixture
def course(graded, tmp_path) -> Course:
    return graded.copy(tmp_path / "course").about("rnn", "rnn")


def change_a_hidden_test(course: Course) -> None:
    path = course.root / HIDDEN
    text = path.read_text(encoding="utf-8")
    assert BEFORE in text
    path.write_text(text.replace(BEFORE, AFTER, 1), encoding="utf-8")


def state(course: Course):
    return tables(course.root / "gradebook.db"), files_below(course.root / "autograded")


def test_equal_hand_ins_are_graded_once_and_written_for_each(graded):
    cached = list((graded.root / ".autograder" / "cache").rglob("*"))
    assert len([path for path in cached if path.is_file()]) == 4
    ordinary = graded.about("ps1", "p1")
    assert ordinary.scores("ada") == ordinary.scores("bo")


def test_a_changed_hidden_test_touches_its_own_assignment_only(course):
    change_a_hidden_test(course)
    assert "unchanged 2" in autograder("grade", "ps1", course=course.root).text
    assert (
        "graded 3 · from cache 0 · unchanged 0"
        in autograder("grade", "rnn", course=course.root).text
    )
    assert course.scores("ada")["test_softmax"] == 3.5


def test_a_changed_locked_cell_touches_its_own_assignment_only(course):
    path = course.root / "source" / "en" / "ps1" / "p1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    test = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("points") == 4)
    test.source += "\nassert mean"
    nbformat.write(notebook, path)
    assert course.run("generate_assignment", "ps1", "--force").code == 0
    assert "graded 2 " in autograder("grade", "ps1", course=course.root).text
    assert "unchanged 3" in autograder("grade", "rnn", course=course.root).text


def test_a_regrade_shows_old_and_new_scores_and_writes_nothing_unasked(course):
    change_a_hidden_test(course)
    before = state(course)
    run = autograder("regrade", "rnn", course=course.root)
    assert "2 of 3 submissions would change" in run.text
    (line,) = run.lines("ada", "test_softmax")
    assert line.split()[:4] == ["ada", "test_softmax", "4", "3.5"]
    assert not run.lines("bo", "test_softmax")
    assert run.code == 1  # asked, and nobody answers
    assert state(course) == before
    run = autograder("regrade", "rnn", "--dry-run", course=course.root)
    assert run.code == 0
    assert "nothing was written" in run.text
    assert state(course) == before


def test_a_confirmed_regrade_writes_from_the_cache_and_keeps_what_a_human_gave(course):
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_softmax", "rnn", "rnn", "chen").manual_score = 2.0
        gradebook.db.commit()
    change_a_hidden_test(course)
    run = autograder("regrade", "rnn", "--yes", course=course.root)
    assert run.code == 0, run.text
    assert "the manual score 2 stays" in run.text
    assert "graded 0 · from cache 3" in run.text
    assert course.scores("ada")["test_softmax"] == 3.5
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test_softmax", "rnn", "rnn", "chen")
        assert (grade.manual_score, grade.auto_score, grade.score) == (2.0, 3.5, 2.0)
        assert grade.needs_manual_grade


def test_a_regrade_that_changes_nothing_says_so(course):
    run = autograder("regrade", "rnn", "--force", "--dry-run", course=course.root)
    assert run.code == 0
    assert "0 of 3 submissions would change" in run.text
