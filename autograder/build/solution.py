"""The reference solution of an assignment, taken apart into the cells of a notebook."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

from autograder.build.errors import BuildError

BEGIN_SOLUTION = "### BEGIN SOLUTION"
END_SOLUTION = "### END SOLUTION"


@dataclass(frozen=True)
class Function:
    """One function of the reference, as pieces of its source text.

    `signature` runs from `def` to the line before the docstring; `docstring` is the literal
    with its quotes; `body` is everything after it. `names` are the names that it reads.
    """

    name: str
    line: int
    signature: str
    docstring: str
    body: str
    names: frozenset[str]


@dataclass(frozen=True)
class Solution:
    """The functions of one reference module by name, and the names that its imports bind."""

    path: Path
    functions: dict[str, Function]
    imports: frozenset[str]


def read_solution(path: Path) -> Solution:
    """The functions of the module at `path`.

    Raises BuildError for a function without docstring or body, and for a module-level
    statement that a notebook of function cells would not have (a constant, a class).
    """
    source = path.read_text(encoding="utf-8")
    functions: dict[str, Function] = {}
    imports: set[str] = set()
    for node in ast.parse(source, filename=str(path)).body:
        if isinstance(node, ast.FunctionDef):
            functions[node.name] = _function(node, source, path)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imports |= bound_by_import(node)
        elif not _is_docstring(node):
            raise BuildError(
                path,
                f"line {node.lineno}",
                found=f"a statement outside of every function ({type(node).__name__})",
                expected="imports and functions only",
                cure="move it into the function that needs it, or into a given cell",
            )
    return Solution(path, functions, frozenset(imports))


def bound_by_import(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The names that an import statement binds: `import numpy as np` → `{"np"}`."""
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return set()
    return {alias.asname or alias.name.split(".")[0] for alias in node.names}


def solution_cell(function: Function, docstring: str | None = None) -> str:
    """The source of the cell: signature and docstring, then the body between the markers.

    nbgrader cuts out what stands between the markers when it makes the students' version.
    """
    shown = function.docstring if docstring is None else textwrap.indent(docstring, "    ")
    parts = [
        function.signature,
        shown,
        f"    {BEGIN_SOLUTION}",
        function.body,
        f"    {END_SOLUTION}",
    ]
    return "\n".join(parts)


def _function(node: ast.FunctionDef, source: str, path: Path) -> Function:
    first = node.body[0]
    if not _is_docstring(first) or len(node.body) == 1:
        missing = "a docstring" if not _is_docstring(first) else "a body after the docstring"
        raise BuildError(
            path,
            f"line {node.lineno}, {node.name}",
            found=f"a function without {missing}",
            expected="a docstring (the student's stub shows it) and a body",
            cure=f"write {missing}",
        )
    lines = source.splitlines()
    return Function(
        name=node.name,
        line=node.lineno,
        signature="\n".join(lines[node.lineno - 1 : first.lineno - 1]),
        docstring="\n".join(lines[first.lineno - 1 : first.end_lineno]),
        body="\n".join(lines[first.end_lineno or first.lineno : node.end_lineno]).strip("\n"),
        names=frozenset(name.id for name in ast.walk(node) if isinstance(name, ast.Name)),
    )


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
