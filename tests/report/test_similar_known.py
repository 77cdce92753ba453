"""What a course gives out and knows, read without running any of it."""

import json
from pathlib import Path

from autograder.report.similar import reference_of, starter_of

ROOT = Path(__file__).parents[2]


def test_the_starter_is_what_stands_in_the_released_notebooks_of_all_languages():
    starter = starter_of(ROOT, "rnn")
    assert list(starter)[:2] == ["softmax", "rnn_cell_forward"]
    assert "raise NotImplementedError" in starter["softmax"]
    for language in ("en", "zh"):
        path = ROOT / "assignments" / language / "rnn" / "rnn.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        (stub,) = [
            "".join(cell["source"])
            for cell in cells
            if "def softmax(z)" in "".join(cell["source"]) and cell["cell_type"] == "code"
        ]
        assert stub.strip() in starter["softmax"]


def test_the_reference_holds_the_solution_the_lecture_and_known_mistakes():
    reference = reference_of(ROOT, "rnn")
    assert "e = np.exp(z - np.max(z.real, axis=0, keepdims=True))" in reference["softmax"]
    assert "e = np.exp(z)" in reference["softmax"]
    assert (
        "s_next = np.tanh(np.dot(U, x_t) + np.dot(W, s_prev) + ba)"
        in (reference["rnn_cell_forward"])
    )


def test_a_course_without_those_files_has_none(tmp_path):
    assert starter_of(tmp_path, "hw1") == {}
    assert reference_of(tmp_path, "hw1") == {}


def test_files_that_cant_be_read_are_as_if_they_were_not_there(tmp_path):
    notebook = tmp_path / "release" / "hw1" / "hw1.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("not a notebook", encoding="utf-8")
    solution = tmp_path / "solutions" / "hw1.py"
    solution.parent.mkdir()
    solution.write_text("def f(:\n", encoding="utf-8")
    assert starter_of(tmp_path, "hw1") == {}
    assert reference_of(tmp_path, "hw1") == {}


def test_nothing_of_the_course_is_run(tmp_path):
    for folder in ("solutions", "tests/spellings", "tests/mistakes"):
        path = tmp_path / folder / "hw1.py"
        path.parent.mkdir(parents=True)
        path.write_text("raise SystemExit('run')\n\ndef f(x):\n    return x\n", encoding="utf-8")
    assert reference_of(tmp_path, "hw1") == {"f": "def f(x):\n    return x"}


def test_the_source_stands_in_for_a_release_that_was_not_made(tmp_path):
    cells = [
        {"cell_type": "code", "source": "def f(x):\n    ...", "metadata": {}},
        {
            "cell_type": "code",
            "source": ["assert f(1)"],
            "metadata": {"nbgrader": {"grade": True, "grade_id": "test_f", "solution": False}},
        },
    ]
    path = tmp_path / "source" / "hw1" / "hw1.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert starter_of(tmp_path, "hw1") == {"f": "def f(x):\n    ..."}
