"""A small notebook as a student has it: two exercises, nbgrader's cells with their checksums."""

import contextlib
import io

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from autograder.checks import VERDICT, check
from autograder.workbench.kernel import Ran

SETUP = "import numpy as np\n\nfrom autograder.checks import check"
STUB = "def {name}(x):\n    raise NotImplementedError()\n"
DOUBLE = "def double(x):\n    return 2 * x\n"
QUADRUPLE = "def quadruple(x):\n    return double(double(x))\n"
CHECK = 'with check("{name}"):\n    check.close("y", {name}(np.ones(2)), np.full(2, {value}))\n'


def graded_cell(source, name, **properties):
    kinds = {"grade": False, "solution": False, "locked": False, "task": False} | properties
    about = {"cell_type": "code", "grade_id": name, "schema_version": 3, **kinds}
    cell = new_code_cell(source, metadata={"nbgrader": about})
    about["checksum"] = compute_checksum(cell)
    return nbformat.from_dict({**cell, "metadata": {"nbgrader": about}})


def released(language="en"):
    """Cells: 1 prose, 2 setup, 3 and 4 double, 5 and 6 quadruple."""
    cells = [new_markdown_cell("# Twice"), graded_cell(SETUP, "setup", locked=True)]
    for name, value in (("double", 2.0), ("quadruple", 4.0)):
        cells.append(graded_cell(STUB.format(name=name), name, solution=True))
        source = CHECK.format(name=name, value=value)
        cells.append(graded_cell(source, f"test_{name}", grade=True, locked=True, points=5))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    own = {"assignment": "twice", "language": language}
    return new_notebook(cells=cells, metadata={"autograder": own, "kernelspec": kernel})


def answered(language="en", double=DOUBLE, quadruple=QUADRUPLE):
    notebook = released(language)
    notebook.cells[2].source, notebook.cells[4].source = double, quadruple
    return notebook


def saved(notebook, folder, name="twice.ipynb"):
    path = folder / name
    nbformat.write(notebook, path)
    return path


class Here:
    """Stands for a kernel: cells run in this process, in one namespace."""

    def __init__(self):
        self.namespace = {}
        self.sources = []
        self.is_alive = True

    def run(self, source, seconds):  # noqa: ARG002 - as the real one is called
        self.sources.append(source)
        outputs = []

        def publish(plain, html, more):
            data = {"text/plain": plain, "text/html": html, **more}
            outputs.append({"output_type": "display_data", "data": data})

        before, check.publish = check.publish, publish
        error = None
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(source, f"In[{len(self.sources)}]", "exec"), self.namespace)
        except Exception as raised:
            error = (type(raised).__name__, str(raised))
        finally:
            check.publish = before
        return Ran(tuple(outputs), error)


def verdict_record(ran):
    shown = [out.get("data", {}) for out in ran.outputs]
    return next(data[VERDICT] for data in shown if VERDICT in data)
