"""Courses written the ordinary nbgrader way, and nbgrader's own: no line of them knows this kit."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

MATERIAL = Path(__file__).parent / "material"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
BLOCK = re.compile(r"^```python (given|answer|test)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_YET = "raise NotImplementedError"
# Assignment → the files in `material` of which its one notebook is made: a kernel for each of
# them would take a second.
OBJECTS = {"objects": ("classes", "values", "functions")}
DATA = {"data": ("tables", "printing", "plots")}


def cell(grade_id, source, make=new_code_cell, **properties):
    metadata = {"grade": False, "solution": False, "locked": False, "task": False}
    metadata |= {"grade_id": grade_id, "schema_version": 3, **properties}
    metadata["cell_type"] = make("").cell_type
    return make(source, metadata={"nbgrader": metadata})


def answer(grade_id, source):
    return cell(grade_id, f"### BEGIN SOLUTION\n{source}\n### END SOLUTION", solution=True)


def graded(grade_id, source, points=1):
    return cell(grade_id, source, grade=True, locked=True, points=points)


def notebook(*cells):
    return new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL})


def from_material(name):
    """A notebook: imports in an unlocked cell, and an answer and its test for each heading."""
    text = (MATERIAL / f"{name}.md").read_text(encoding="utf-8")
    cells = [new_markdown_cell(text.splitlines()[0])]
    for number, (kind, source) in enumerate(BLOCK.findall(text)):
        grade_id = f"{name}-{kind}-{number}"
        if kind == "given":
            cells.append(new_code_cell(source))
        else:
            cells.append({"answer": answer, "test": graded}[kind](grade_id, source.rstrip()))
    return notebook(*cells)


def from_materials(names):
    """One notebook of several files."""
    return notebook(*(cell for name in names for cell in from_material(name).cells))


def project():
    """Assignment with two notebooks: by hand, by test, a task, extra files."""
    by_hand = {"grade": True, "solution": True}
    helper = "import csv\n\ndef rows(name):\n    with open(name, newline='') as file:\n"
    helper += "        return list(csv.DictReader(file))"
    first = notebook(
        cell("helper", helper, locked=True),
        answer("total", "def total(name):\n    return sum(int(r['n']) for r in rows(name))"),
        graded(
            "test-total", "assert total('numbers.csv') == 6\nassert total('numbers.csv') > 0", 3
        ),
        answer(
            "save", "def save(name, text):\n    with open(name, 'w') as f:\n        f.write(text)"
        ),
        graded("test-save", "save('out.txt', 'hi')\nassert open('out.txt').read() == 'hi'", 2),
        answer("guess", "guess = [1, 4, 9]"),
        graded(
            "test-guess", "round(sum(g == k * k for k, g in enumerate(guess, 1)) * 2 / 3, 1)", 2
        ),
        cell(
            "essay",
            "### BEGIN SOLUTION\nwords\n### END SOLUTION",
            new_markdown_cell,
            points=4,
            **by_hand,
        ),
        cell(
            "sketch", "### BEGIN SOLUTION\nlabel = 'drawn'\n### END SOLUTION", points=2, **by_hand
        ),
    )
    second = notebook(
        new_code_cell("import time"),
        answer("wait", "def wait():\n    return 'done'"),
        graded("test-wait", "assert wait() == 'done'", 2),
        answer("magic", "%%capture printed\nprint('captured')"),
        graded("test-magic", "assert printed.stdout == 'captured\\n'", 1),
        cell("task", "Hand in a picture.", new_markdown_cell, points=3, locked=True, task=True),
    )
    return {"part1": first, "part2": second}


def write_all(source: Path) -> list[str]:
    """All assignments, in a source directory; their names."""
    for assignment, names in {**OBJECTS, **DATA}.items():
        write(source / assignment, {assignment: from_materials(names)})
    write(source / "project", project())
    (source / "project" / "numbers.csv").write_text("n\n1\n2\n3\n", encoding="utf-8")
    shutil.copytree(nbgraders_own() / "source" / "ps1", source / "ps1")
    return [*OBJECTS, *DATA, "project", "ps1"]


def write(folder: Path, notebooks) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in notebooks.items():
        (folder / f"{name}.ipynb").write_text(nbformat.writes(made), encoding="utf-8")


def nbgraders_own() -> Path:
    """The user guide that ships with nbgrader: its course, and what two students handed in."""
    spec = find_spec("nbgrader")
    assert spec is not None
    return Path(spec.origin).parent / "docs" / "source" / "user_guide"


def handed_in(made, wrong=()):
    """A source notebook as a student hands it in; the answers numbered `wrong` are missing."""
    handed = nbformat.from_dict(made)
    answers = [each for each in handed.cells if each.metadata.get("nbgrader", {}).get("solution")]
    for number, each in enumerate(answers):
        each.source = re.sub(r"### (BEGIN|END) SOLUTION\n?", "", each.source).strip()
        if number in wrong and each.cell_type == "code":
            each.source = NOT_YET
    return handed
