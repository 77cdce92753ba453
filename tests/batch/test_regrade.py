"""What a changed test touches, what a regrade shows before it writes, and what is kept."""

import shutil

import nbformat
import pytest
from classroom import Course
from command import autograder, files_below
from tables import tables

from autograder.batch.history import History
from autograder.report.reading import read_class

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

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


def history(course: Course) -> History:
    return History(course.root / "history.db", read_only=True)


def state(course: Course):
    return tables(course.root / "gradebook.db"), files_below(course.root / "autograded")


def test_equal_hand_ins_are_graded_once_and_written_for_each(graded):
    cached = list((graded.root / ".autograder" / "cache").rglob("*"))
    assert len([path for path in cached if path.is_file()]) == 4
    ordinary = graded.about("ps1", "p1")
    assert ordinary.scores("ada") == ordinary.scores("bo")


def test_grading_leaves_what_other_tests_graded_and_says_so(course):
    change_a_hidden_test(course)
    before = state(course)
    run = autograder("grade", "rnn", course=course.root)
    assert run.code == 0, run.text
    assert "graded 0 · from cache 0 · unchanged 3" in run.text
    assert run.lines("left as they are: 3 results", "since then changed: the tests", "regrade rnn")
    assert state(course) == before
    assert not autograder("grade", "ps1", course=course.root).lines("left as they are")


def test_a_new_hand_in_is_graded_with_the_tests_of_today_and_no_other(course):
    change_a_hidden_test(course)
    course.hand_in("dora", course.student().only("softmax"))
    course.hand_in("bo", course.student().only("softmax", "one_hot"))
    run = autograder("grade", "rnn", course=course.root)
    assert "graded 2 · from cache 0 · unchanged 2" in run.text
    softmax = {name: course.scores(name)["test_softmax"] for name in ("ada", "bo", "chen", "dora")}
    assert softmax == {"ada": 4, "bo": 3.5, "chen": 4, "dora": 3.5}


def test_an_instructors_other_file_is_no_other_hand_in(course):
    (course.root / "source" / "en" / "rnn" / "data.csv").write_text("1\n", encoding="utf-8")
    run = autograder("grade", "rnn", course=course.root)
    assert run.lines("left as they are: 3 results", "settings of the course")


def test_by_force_everything_is_graded_again(course):
    change_a_hidden_test(course)
    assert "graded 3 " in autograder("grade", "rnn", "--force", course=course.root).text
    assert course.scores("ada")["test_softmax"] == 3.5


def test_a_changed_hidden_test_touches_its_own_assignment_only(course):
    change_a_hidden_test(course)
    run = autograder("regrade", "ps1", "--dry-run", course=course.root)
    assert "2 standing results graded by the same tests" in run.text
    assert "unchanged 2" in autograder("grade", "ps1", course=course.root).text
    assert "from cache 3" in autograder("regrade", "rnn", "--yes", course=course.root).text
    assert course.scores("ada")["test_softmax"] == 3.5
    again = autograder("grade", "rnn", course=course.root)
    assert "unchanged 3" in again.text
    assert not again.lines("left as they are")


def test_a_changed_locked_cell_touches_its_own_assignment_only(course):
    path = course.root / "source" / "en" / "ps1" / "p1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    test = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("points") == 4)
    test.source += "\nassert mean"
    nbformat.write(notebook, path)
    assert course.run("generate_assignment", "ps1", "--force").code == 0
    run = autograder("grade", "ps1", course=course.root)
    assert run.lines("left as they are: 2 results", "since then changed: the tests")
    assert "from cache 2" in autograder("regrade", "ps1", "--yes", course=course.root).text
    assert not autograder("grade", "ps1", course=course.root).lines("left as they are")
    assert "unchanged 3" in autograder("grade", "rnn", course=course.root).text


def test_a_regrade_says_why_and_which_hidden_test_comes_out_otherwise(course):
    change_a_hidden_test(course)
    run = autograder("regrade", "rnn", "--dry-run", course=course.root)
    assert run.lines("3 standing results graded by other versions", "changed: the tests")
    (line,) = run.lines("ada", "test_softmax")
    assert "2 → 1: " in line or "1 → 0.5: " in line, line
    assert run.lines("test_softmax: 0 up, 2 down")


def test_a_regrade_tells_new_and_changed_hand_ins_apart_from_changed_tests(course):
    course.hand_in("dora", course.student().only("softmax"))
    course.hand_in("bo", course.student().only("softmax"))
    run = autograder("regrade", "rnn", "--dry-run", course=course.root)
    assert run.lines("1 standing result graded by other", "changed: the hand-in itself")
    assert run.lines("2 standing results graded by the same tests")
    assert run.lines("without a result so far: 1")


def test_what_a_regrade_replaced_can_be_seen_and_had_back(course, tmp_path):
    path = course.root / "autograded" / "ada" / "rnn" / "rnn.ipynb"
    old = path.read_bytes()
    change_a_hidden_test(course)
    assert autograder("regrade", "rnn", "--yes", course=course.root).code == 0
    assert path.read_bytes() != old
    everybody = autograder("history", "rnn", course=course.root)
    assert everybody.lines("chen", "1 score")
    run = autograder("history", "rnn", "ada", course=course.root)
    assert run.lines("test_softmax: 4 → 3.5")
    out = tmp_path / "old"
    words = ("history", "rnn", "ada", "--restore-notebook", "1", "--out", str(out))
    assert autograder(*words, course=course.root).code == 0
    assert (out / "rnn.ipynb").read_bytes() == old
    assert "nothing is written over" in autograder(*words, course=course.root).text
    lost = autograder(*words[:4], "7", *words[5:], course=course.root)
    assert "expected one of 1 to 2" in lost.text


def test_an_unchanged_result_that_is_written_again_adds_nothing(course):
    before = history(course).of("ps1", "bo")
    assert autograder("grade", "ps1", "--force", course=course.root).code == 0
    assert history(course).of("ps1", "bo") == before
    assert len(before) == 1


def test_a_result_of_nbgraders_own_is_shown_replaced_and_kept_as_well(course):
    assert course.run("autograde", "rnn", "--force", "--student", "ada").code == 0
    (course.root / "history.db").unlink()
    (course.root / ".autograder" / "ledger.db").unlink()
    (ada,) = (one for one in read_class(course.root, "rnn").students if one.student.id == "ada")
    assert not ada.grading.is_recorded
    change_a_hidden_test(course)
    stands = course.root / "autograded" / "ada" / "rnn" / "rnn.ipynb"
    old = stands.read_bytes()
    run = autograder("regrade", "rnn", "--student", "ada", "--yes", course=course.root)
    assert run.lines("1 standing result graded by other versions", "changed: the tests")
    assert course.scores("ada")["test_softmax"] == 3.5
    first, second = history(course).of("rnn", "ada")
    assert first.scores["rnn/test_softmax"] == 4
    assert (first.tier, bool(first.versions.tests), first.key) == (second.tier, True, "")
    kept = history(course).notebook("rnn", "ada", "rnn", first.notebooks["rnn"])
    assert kept == old
    assert ada.grading.versions == first.versions
    (ada,) = (one for one in read_class(course.root, "rnn").students if one.student.id == "ada")
    assert ada.grading == second


def test_the_notebooks_stamps_are_those_of_the_history_and_stand_on_no_page(course):
    (grading,) = history(course).of("rnn", "ada")
    stamps = course.autograded("ada").metadata.autograder
    assert {name: stamps[name] for name in vars(grading.versions)} == vars(grading.versions)
    assert autograder("feedback", "rnn", "--student", "ada", course=course.root).code == 0
    page = course.feedback("ada")
    for hashed in (grading.versions.tests, grading.versions.kit):
        assert len(hashed) == 64
        assert hashed not in page
    assert str(course.root) not in str(dict(stamps))


def test_a_broken_history_costs_no_result_and_is_told_loudly(course):
    (course.root / "history.db").write_bytes(b"this is no database" * 100)
    course.hand_in("dora", course.student().only("softmax"))
    run = autograder("grade", "rnn", course=course.root)
    assert run.code == 1
    assert run.lines("NO HISTORY was kept of 1 (dora)", "history.db", "expected the one that")
    assert course.scores("dora")["test_softmax"] == 4
    assert "unchanged 4" in autograder("grade", "rnn", course=course.root).text
    refused = autograder("regrade", "rnn", "--yes", course=course.root)
    assert refused.code == 1
    assert "found a history of gradings that does not work" in refused.text
    assert "graded" not in refused.text.split("Error:")[0]


def test_history_is_beside_the_gradebook_and_the_kits_own_folder_can_go(course):
    shutil.rmtree(course.root / ".autograder")
    assert "unchanged 3" in autograder("grade", "rnn", course=course.root).text
    assert len(history(course).latest("rnn")) == 3


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
