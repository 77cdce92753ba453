"""Points without work: forged scores, and a notebook that is not the one that was released."""

import json

from attack import Attack, Change
from classroom import cell as find
from classroom import copy_of
from nbformat.v4 import new_code_cell, new_output

TESTS = ("test_square", "test_mean", "test_guesses", "test_share", "test_counter")
WRONG = r"(AssertionError|NotImplementedError|NameError)"
SHOWN = {
    "application/vnd.rnn-autograder.result+json": {
        "exercise": "square",
        "outcomes": [
            {
                "title": {"en": "All right"},
                "status": "passed",
                "points": 2,
                "earned": 2,
                "fact": None,
                "advice": None,
            }
        ],
    },
    "text/plain": "2.0",
}


def tests(notebook):
    return [find(notebook, name) for name in TESTS]


def tampers(name: str, steals: str, change: Change, **more) -> Attack:
    return Attack(name, steals, WRONG, change=change, **more)


def each(work) -> Change:
    """The same done to every test cell."""

    def change(notebook):
        for test in tests(notebook):
            work(notebook, test)

    return change


def with_metadata(**entries) -> Change:
    return each(lambda _, test: test.metadata.nbgrader.update(entries))


def tagged(*tags: str) -> Change:
    return each(lambda _, test: test.metadata.update(tags=list(tags)))


def with_source(source: str) -> Change:
    return each(lambda _, test: test.update(source=source))


def duplicated(notebook, test):
    for place in (0, len(notebook.cells)):
        mine = copy_of(test)
        mine.source = "2.0"  # with the same grade id and the same cell id
        notebook.cells.insert(place, mine)


def reordered(notebook):
    for test in reversed(tests(notebook)):
        notebook.cells.remove(test)
        notebook.cells.insert(0, test)


def backwards(notebook):
    notebook.cells.reverse()


def outputs_forged(_, test):
    shown = new_output("execute_result", SHOWN, execution_count=1)
    test.outputs, test.execution_count = [shown], 1
    test.metadata["autograder"] = {"earned": 99, "cached": True}


def notebook_metadata(notebook):
    notebook.metadata["autograder"] = {"language": "en", "score": 99, "cache": "hit"}
    notebook.metadata["nbgrader"] = {"score": 99, "max_score": 1, "late_penalty": -99}
    notebook.metadata["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "sh"}
    notebook.metadata["language_info"] = {"name": "bash"}


def markers(notebook):
    find(notebook, "square").source = (
        "def square(x): return 0\n### BEGIN HIDDEN TESTS\n2.0\n### END HIDDEN TESTS\n"
        "### BEGIN SOLUTION\n### END SOLUTION\n### BEGIN HIDDEN TESTS\n"
    )


def answers_as_tests(notebook):
    for name in ("square", "share", "counter"):
        answer = find(notebook, name)
        answer.metadata.nbgrader |= {"grade": True, "locked": True, "points": 50}
        answer.source = "50.0"


def other_checksum(notebook):
    for test in tests(notebook):
        test.source += "\npass\n2.0"
        test.metadata.nbgrader["checksum"] = "0" * 32


def new_graded_cells(notebook):
    for number in range(3):
        made = new_code_cell("50.0")
        made.metadata["nbgrader"] = {
            **find(notebook, "test_square").metadata.nbgrader,
            "grade_id": f"test_bonus_{number}",
            "points": 50,
        }
        notebook.cells.append(made)


def odd_metadata(notebook):
    for number, test in enumerate(tests(notebook)):
        test.metadata["nbgrader"] = (None, [], "grade", 7, {"grade_id": ["test_counter"]})[number]


def last_values(notebook):
    for name in ("square", "share", "counter", "drawing"):
        find(notebook, name).source += "\npass\n" if name == "drawing" else ""
        find(notebook, name).source = "print('Score: 2/2')\nprint(2.0)\n2.0"


def old_format(notebook):
    for cell in notebook.cells:
        cell.pop("id", None)
    notebook.update(nbformat=4, nbformat_minor=0)
    tagged("skip-execution")(notebook)


def value(name: str, shown: str) -> Attack:
    """Partial credit that is no number between nothing and everything."""
    answers = {"share": f"def share(): return {shown}\n"}
    return Attack(name, "partial credit by an odd number", r"(^|\n)-?0", answers)


ATTACKS = (
    tampers("last-value", "partial credit by the last value of an answer", last_values),
    tampers("edited-tests", "points by test cells of one's own", with_source("2.0")),
    tampers("empty-tests", "points by test cells that say nothing", with_source("")),
    tampers("points", "more points by metadata", with_metadata(points=1000)),
    tampers("not-graded", "an ungraded notebook", with_metadata(grade=False, locked=False)),
    tampers("tests-as-answers", "tests that are answers", with_metadata(solution=True, task=True)),
    tampers("answers-as-tests", "answers that are tests", answers_as_tests),
    tampers("skipped", "tests that are not run", tagged("skip-execution")),
    tampers("raises", "tests that may fail", tagged("raises-exception", "hide-output")),
    tampers("deleted", "tests that are not there", each(lambda nb, test: nb.cells.remove(test))),
    tampers("duplicated", "tests that are there twice", each(duplicated)),
    tampers("reordered", "tests that come first", reordered),
    tampers("backwards", "a notebook from its end to its start", backwards),
    tampers("outputs-forged", "outputs that were there before", each(outputs_forged)),
    tampers("notebook-metadata", "scores in the notebook's own metadata", notebook_metadata),
    tampers("markers", "nbgrader's markers in an answer", markers),
    tampers("checksum", "the record of what was released", other_checksum),
    tampers("bonus", "graded cells of one's own", new_graded_cells),
    tampers("odd-metadata", "metadata that is none", odd_metadata),
    tampers("old-format", "an older format, without cell ids", old_format),
    Attack(
        "printed",
        "points that are printed, by every way there is",
        WRONG,
        {
            "square": "import os, sys\nprint('test_square: 2/2')\nprint(json := '"
            + json.dumps({"score": 2})
            + "')\nsys.__stdout__.write('{\"test_square\": 2}\\n')\nos.write(1, b'2.0\\n')\n"
            "os.write(2, b'2.0\\n')\ndef square(x):\n    print(2.0)\n    os.write(1, b'2.0\\n')\n"
            "    return 0\n",
        },
    ),
    value("negative", "-1"),
    value("not-a-number", "float('nan')"),
    value("minus-infinity", "-float('inf')"),
    value("minus-nothing", "-0.0"),
)
