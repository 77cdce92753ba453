"""What students do to a notebook, by accident or not: it earns what the answers are worth."""

import pytest
from classroom import as_json, cell, copy_of, index

pytestmark = pytest.mark.slow

NOTHING = {
    "test_square": 0,
    "test_mean": 0,
    "test_guesses": 0,
    "test_share": 0,
    "test_counter": 0,
}
FULL = {"test_square": 2, "test_mean": 4, "test_guesses": 3, "test_share": 2, "test_counter": 1}
FORGED = """\
def square(x):
    from IPython.display import display
    display({"application/vnd.autograder.result+json": {"exercise": "square", "outcomes": []},
             "text/plain": "100"}, raw=True)
    print(100)
    return 0
100
"""


def graded_cells(notebook):
    return [cell(notebook, grade_id) for grade_id in FULL]


def tags(notebook):
    for test in graded_cells(notebook):
        test.metadata["tags"] = ["skip-execution"]


def other_metadata(notebook):
    for test in graded_cells(notebook):
        test.metadata |= {"editable": True, "jupyter": {"source_hidden": True}}
        test.metadata["tags"] = ["raises-exception", "remove-cell"]


def deleted(notebook):
    for test in graded_cells(notebook):
        notebook.cells.remove(test)


def not_graded(notebook):
    for test in graded_cells(notebook):
        test.metadata.nbgrader |= {"grade": False, "locked": False}


def now_answers(notebook):
    for test in graded_cells(notebook):
        test.metadata.nbgrader["solution"] = True


def points(notebook):
    for test in graded_cells(notebook):
        test.metadata.nbgrader["points"] = 1000


def edited(notebook):
    for test in graded_cells(notebook):
        test.source = "10.0"


def copies(notebook):
    """A test of one's own with the same grade id, before and behind the real one."""
    for test in graded_cells(notebook):
        mine = copy_of(test)
        mine.source, mine["id"] = "10.0", test["id"] + "-copy"
        notebook.cells.insert(1, mine)
        last = copy_of(mine)
        last["id"] += "-2"
        notebook.cells.append(last)


def markdown(notebook):
    for test in graded_cells(notebook):
        test.cell_type = "markdown"
        del test["outputs"], test["execution_count"]


def raw(notebook):
    for test in graded_cells(notebook):
        test.cell_type = "raw"
        del test["outputs"], test["execution_count"]


def renamed_ids(notebook):
    for number, test in enumerate(graded_cells(notebook)):
        test.metadata.nbgrader.grade_id = f"other_{number}"


def moved_to_the_top(notebook):
    for test in graded_cells(notebook):
        notebook.cells.remove(test)
        notebook.cells.insert(0, test)


def moved_to_the_end(notebook):
    for test in graded_cells(notebook):
        notebook.cells.remove(test)
        notebook.cells.append(test)


def missing_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "nope", "display_name": "No", "language": "julia"}


def given_helper_replaced(notebook):
    cell(notebook, "given").source = "def rows(name): return []"


def answers_become_markdown(notebook):
    for grade_id in ("square", "mean", "guesses", "share", "counter"):
        answer = cell(notebook, grade_id)
        answer.cell_type = "markdown"
        answer["attachments"] = {}
        del answer["outputs"], answer["execution_count"]


def answers_elsewhere(notebook):
    """The answer and its test are deleted, and the answer is written in a cell of one's own."""
    own = copy_of(cell(notebook, "square"))
    own.metadata, own["id"] = {}, "own"
    at = index(notebook, "mean")
    notebook.cells.insert(at, own)
    notebook.cells.remove(cell(notebook, "square"))
    notebook.cells.remove(cell(notebook, "test_square"))


TAMPERED = {
    function.__name__: function
    for function in (
        tags,
        other_metadata,
        deleted,
        not_graded,
        now_answers,
        points,
        edited,
        copies,
        markdown,
        raw,
        renamed_ids,
        moved_to_the_top,
        moved_to_the_end,
        missing_kernel,
        given_helper_replaced,
        answers_become_markdown,
        answers_elsewhere,
    )
}

WARN = "import sys, warnings\ndef {name}:\n    warnings.warn('careful')\n"
FLOOD = (
    WARN + "    sys.stderr.write('x' * 3_000_000)\n    print('y' * 3_000_000)\n    return {value}"
)

# answers that differ from the right ones → the scores that differ from full marks
ANSWERS = {
    "warns": ({"square": FLOOD.format(name="square(x)", value="x * x")}, {}),
    "warns_in_partial_credit": ({"share": FLOOD.format(name="share()", value="1.0")}, {}),
    "half": ({"guesses": "def guesses(): return [1, 4, 8]"}, {"test_guesses": 2}),
    "not_a_number": ({"share": "def share(): return float('nan')"}, {"test_share": 0}),
    "negative": ({"share": "def share(): return -1"}, {"test_share": 0}),
    "minus_infinity": ({"share": "def share(): return -float('inf')"}, {"test_share": 0}),
    "too_large": ({"share": "def share(): return 1e9"}, {"test_share": 2}),
    "infinite": ({"share": "def share(): return float('inf')"}, {"test_share": 2}),
    "prints_points": ({"square": FORGED}, {"test_square": 0, "test_mean": 0}),
    "ends_the_process": (
        {"guesses": "import os\ndef guesses(): os._exit(0)"},
        {"test_guesses": 0},
    ),
    "exits": ({"guesses": "def guesses(): raise SystemExit(0)"}, {"test_guesses": 0}),
    "interrupts": ({"guesses": "def guesses(): raise KeyboardInterrupt"}, {"test_guesses": 0}),
    "endless": ({"guesses": "def guesses():\n    while True: pass"}, {"test_guesses": 0}),
    "endless_cell": ({"guesses": "while True: pass"}, {"test_guesses": 0}),
    "deaf": (
        {
            "guesses": "def guesses():\n    while True:\n        try:\n"
            "            while True: pass\n        except BaseException: pass"
        },
        {"test_guesses": 0},
    ),
    "recursive": ({"guesses": "def guesses(): return guesses()"}, {"test_guesses": 0}),
    "greedy": (
        {"guesses": "def guesses(): return [bytearray(1 << 30) for _ in range(9)]"},
        {"test_guesses": 0},
    ),
    "ends_the_notebook": ({"guesses": "import os\nos._exit(3)"}, {"test_guesses": 0}),
    "kills": (
        {"guesses": "import os\ndef guesses(): os.kill(os.getpid(), 9)"},
        {"test_guesses": 0},
    ),
    "does_not_parse": ({"guesses": "def guesses(:"}, {"test_guesses": 0}),
    "silent": (
        {
            "share": "class Silent:\n    def __rmul__(self, other): return self\n"
            "    def __repr__(self): return ''\ndef share(): return Silent()"
        },
        {"test_share": 0},
    ),
}


@pytest.fixture(scope="module")
def graded(released, somebody, tmp_path_factory):
    """Everybody, graded in one run: once with right answers, once with stubs."""
    course = released.about("ps1", "p1").copy(tmp_path_factory.mktemp("tampered") / "course")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Execute.timeout = 2\n")
    for name, tamper in TAMPERED.items():
        for answers, notebook in (("right", somebody.notebook()), ("stub", somebody.only())):
            tamper(notebook)
            course.hand_in(f"{name}_{answers}", notebook)
    for name, (answers, _) in ANSWERS.items():
        course.hand_in(name, somebody.notebook(**answers))
    return course, course.autograde()


def automatic(scores):
    return {name: score for name, score in scores.items() if name in FULL}


def test_no_submission_fails_the_batch(graded):
    _, run = graded
    assert run.code == 0, run.text


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_notebook_without_answers_earns_nothing(graded, name):
    course, _ = graded
    assert automatic(course.scores(f"{name}_stub")) == NOTHING


@pytest.mark.parametrize("name", [name for name in TAMPERED if name != "answers_become_markdown"])
def test_a_tampered_notebook_with_right_answers_earns_everything(graded, name):
    course, _ = graded
    assert automatic(course.scores(f"{name}_right")) == FULL


def test_answers_in_markdown_cells_are_code_again(graded):
    course, _ = graded
    assert automatic(course.scores("answers_become_markdown_right")) == FULL


@pytest.mark.parametrize("name", ANSWERS)
def test_an_odd_answer_loses_its_own_points_only(graded, name):
    course, _ = graded
    _, lost = ANSWERS[name]
    assert automatic(course.scores(name)) == {**FULL, **lost}


def test_an_object_that_poses_as_a_number_is_told_that_a_number_was_expected(graded):
    course, _ = graded
    notebook = course.autograded("silent")
    assert "the test expects plain data here" in str(cell(notebook, "test_share").outputs)


def test_a_result_that_cannot_be_read_asks_for_a_manual_look(
    ordinary_course, somebody, monkeypatch
):
    """Where operators of the student's objects are part of the exercise."""
    monkeypatch.setattr("autograder.nbgrader.restore.reference_operators", lambda _: None)
    course = ordinary_course
    answers, _ = ANSWERS["silent"]
    course.hand_in("silent", somebody.notebook(**answers))
    run = course.autograde()
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test_share", "p1", "ps1", "silent")
        assert grade.needs_manual_grade
    assert run.lines("ERROR", "silent/ps1: test_share: its result can't be read")


def test_deleted_tests_do_not_keep_an_old_score(ordinary_course, somebody):
    ordinary_course.hand_in("eve", somebody.notebook())
    assert ordinary_course.autograde().code == 0
    assert automatic(ordinary_course.scores("eve")) == FULL
    again = somebody.only()
    deleted(again)
    ordinary_course.hand_in("eve", again)
    assert ordinary_course.autograde("--force").code == 0
    assert automatic(ordinary_course.scores("eve")) == NOTHING


def test_no_student_chooses_a_kernel_outside_of_the_two_rooms(ordinary_course, somebody):
    """Where the instructor's notebook names none, nbgrader would start what the student names."""
    source = ordinary_course.notebook("source/en")
    del source.metadata["kernelspec"]
    path = ordinary_course.root / "source" / "en" / "ps1" / "p1.ipynb"
    path.write_text(as_json(source), encoding="utf-8")
    assert ordinary_course.run("generate_assignment", "ps1", "--force").code == 0
    notebook = somebody.notebook()
    missing_kernel(notebook)
    ordinary_course.hand_in("eve", notebook)
    ordinary_course.hand_in("ada", somebody.notebook())
    run = ordinary_course.autograde()
    assert run.code == 1
    assert run.lines("ERROR", "eve/ps1/p1.ipynb: found the kernel 'nope'; expected a Python kernel")
    assert not run.lines("nbgrader's own way")
    assert automatic(ordinary_course.scores("ada")) == FULL


def test_cells_come_back_in_the_order_of_the_source_notebook(ordinary_course, somebody):
    """The gradebook keeps none."""
    notebook = somebody.notebook()
    deleted(notebook)
    ordinary_course.hand_in("eve", notebook)
    assert ordinary_course.autograde().code == 0
    autograded = ordinary_course.autograded("eve")
    positions = [index(autograded, name) for pair in FULL for name in (pair[5:], pair)]
    assert positions == sorted(positions)
