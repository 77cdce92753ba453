"""Notebooks for the judge, and what their cells show once they have run."""

from types import SimpleNamespace

from nbformat.v4 import new_code_cell, new_notebook

FLAGS = {
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True, "points": 2},
    "given": {"grade": False, "solution": False, "locked": True},
}


def cell(kind, source, number=0):
    made = new_code_cell(source)
    if kind != "scratch":
        made.metadata["nbgrader"] = {**FLAGS[kind], "grade_id": f"{kind}-{number}"}
    return made


def notebook(*cells):
    """A notebook of (kind, source); kinds: answer, test, given, scratch."""
    made = [cell(kind, source, number) for number, (kind, source) in enumerate(cells)]
    return new_notebook(cells=made)


def seen(made):
    """What a cell shows: printed text, result, name and text of its error."""
    by_type = {output.output_type: output for output in made.outputs}
    error, result = by_type.get("error"), by_type.get("execute_result")
    return SimpleNamespace(
        printed="".join(o.text for o in made.outputs if o.get("name") == "stdout").strip(),
        stderr="".join(o.text for o in made.outputs if o.get("name") == "stderr"),
        result=result.data["text/plain"] if result else None,
        error=error.ename if error else None,
        lines="\n".join(error.traceback) if error else "",
        text=str(made.outputs),
    )
