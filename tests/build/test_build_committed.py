"""The notebooks in this repository: fresh, alike in all languages, and safe to release."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader import nbgraderformat
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

from autograder.build import find_sources, stale
from autograder.build.course import exercise_points
from autograder.build.slots import Kind, read_prose
from autograder.build.solution import read_solution

ROOT = Path(__file__).parents[2]
SOURCES = find_sources(ROOT)
ALL = pytest.mark.parametrize(
    "source", SOURCES, ids=[f"{source.assignment}-{source.language}" for source in SOURCES]
)


def released(path):
    """The notebook as nbgrader's generate_assignment hands it to students."""
    notebook = nbformat.read(path, as_version=4)
    for preprocessor in (ClearSolutions(), ClearHiddenTests()):
        notebook, _ = preprocessor.preprocess(notebook, {})
    return notebook


def text_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def code_of(path):
    """The ordinary code cells without comments; the line that sets the language left out."""
    cells = [cell.source for cell in read_prose(path).cells if cell.kind is Kind.PLAIN]
    return [ast.dump(ast.parse(cell)) for cell in cells if "check.language" not in cell]


def test_there_are_assignments_in_both_languages():
    assert {source.language for source in SOURCES} == {"en", "zh"}


def test_the_committed_notebooks_are_fresh():
    assert stale(ROOT) == []


@ALL
def test_a_committed_notebook_is_valid_and_has_no_output(source):
    notebook = nbformat.read(source.notebook, as_version=4)
    nbformat.validate(notebook)
    nbgraderformat.MetadataValidator().validate_nb(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)


@ALL
def test_the_release_holds_no_line_of_the_solution(source):
    text = text_of(released(source.notebook))
    shown = {line.strip() for line in text.splitlines()}
    for function in read_solution(source.solution).functions.values():
        answer = {line.strip() for line in function.body.splitlines()}
        # Brackets that stand alone on a line say nothing.
        leaked = {line for line in answer & shown if re.search(r"\w", line)}
        assert leaked == set(), f"{function.name}: {leaked}"


@ALL
def test_the_release_holds_no_hidden_test(source):
    notebook = released(source.notebook)
    text = text_of(notebook)
    assert "hidden_tests" not in text
    assert "judge" not in text
    assert "BEGIN" not in text
    assert "END" not in text


@ALL
def test_every_stub_of_the_release_raises_not_implemented(source):
    for cell in released(source.notebook).cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            function = ast.parse(cell.source).body[0]
            assert ast.get_docstring(function)
            assert ast.unparse(function.body[1:]) == "raise NotImplementedError()"


@ALL
def test_a_check_carries_the_name_of_its_exercise(source):
    for name, cell in read_prose(source.prose).of(Kind.CHECK).items():
        assert re.findall(r'with check\("(\w+)"\)', cell.source) == [name]


@ALL
def test_a_check_holds_all_its_code_in_the_block(source):
    for cell in read_prose(source.prose).of(Kind.CHECK).values():
        assert [type(node) for node in ast.parse(cell.source).body] == [ast.With]


@ALL
def test_the_table_of_points_tells_the_truth(source):
    cells = [cell.source for cell in read_prose(source.prose).cells if cell.kind is Kind.PROSE]
    rows = re.findall(r"`(\w+)` \| ([\d.]+)", "\n".join(cells))
    assert {name: float(points) for name, points in rows} == exercise_points(source.tests)


@ALL
def test_the_messages_are_in_the_language_of_the_notebook(source):
    cells = [cell.source for cell in read_prose(source.prose).cells if cell.kind is Kind.PLAIN]
    assert f'check.language = "{source.language}"' in cells[0]


@ALL
def test_every_picture_has_a_text_alternative(source):
    assert all(len(alternative) > 40 for alternative in alternatives(source))


def alternatives(source):
    return re.findall(r"!\[([^\]]*)\]\(attachment:", source.prose.read_text(encoding="utf-8"))


def test_the_search_for_text_alternatives_finds_some_in_every_language():
    assert {source.language for source in SOURCES if alternatives(source)} == {"en", "zh"}


@pytest.mark.parametrize("assignment", sorted({source.assignment for source in SOURCES}))
def test_ordinary_code_is_the_same_in_all_languages(assignment):
    codes = [code_of(source.prose) for source in SOURCES if source.assignment == assignment]
    assert all(code == codes[0] for code in codes)


@pytest.mark.parametrize("assignment", sorted({source.assignment for source in SOURCES}))
def test_cell_ids_are_the_same_in_all_languages(assignment):
    notebooks = [
        nbformat.read(source.notebook, as_version=4)
        for source in SOURCES
        if source.assignment == assignment
    ]
    ids = [[(cell.id, cell.cell_type) for cell in notebook.cells] for notebook in notebooks]
    assert all(other == ids[0] for other in ids)
