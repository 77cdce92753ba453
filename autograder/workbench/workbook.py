"""A student's notebook, from an `.ipynb` file or from a script that jupytext made of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks import Message
from autograder.checks.catalogue import LANGUAGES
from autograder.workbench.errors import HalfWrittenError, UnusableError
from autograder.workbench.names import check_titles

_LANGUAGE = re.compile(r"^check\.language\s*=\s*[\"'](\w+)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^check\.assignment\s*=\s*[\"'](\w+)[\"']", re.MULTILINE)
SUFFIXES = (".ipynb", ".py")
KERNEL = "python3"


@dataclass(frozen=True)
class Cell:
    """One cell. `number` counts all cells from 1; `checks` are the exercises it checks."""

    number: int
    kind: str
    source: str
    metadata: Mapping[str, Any]
    checks: tuple[str, ...] = ()
    count: int | None = None

    @property
    def is_code(self) -> bool:
        return self.kind == "code"

    @property
    def nbgrader(self) -> Mapping[str, Any]:
        """nbgrader's own entry; empty for a cell that is not its."""
        found = self.metadata.get("nbgrader")
        return found if isinstance(found, dict) else {}

    @property
    def grade_id(self) -> str:
        return str(self.nbgrader.get("grade_id", ""))


@dataclass(frozen=True)
class Workbook:
    """A notebook as far as its checks need it. `raw` is nbformat's own object."""

    path: Path
    assignment: str
    language: str
    kernel: str
    cells: tuple[Cell, ...]
    raw: Any

    @property
    def code(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_code and cell.source.strip())

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises that have a visible check, each once, in order."""
        return tuple(dict.fromkeys(title for cell in self.cells for title in cell.checks))


def read_workbook(path: Path) -> Workbook:
    """The notebook at `path`.

    Raises UnusableError for what is no notebook or holds no check, HalfWrittenError for a file
    that breaks off.
    """
    if path.suffix not in SUFFIXES:
        raise UnusableError(Message("bad.suffix", {"file": path.name, "suffix": path.suffix}))
    raw = _parsed(path, _text(path))
    cells = tuple(_cell(number, cell) for number, cell in enumerate(raw.cells, 1))
    if not any(cell.checks for cell in cells):
        raise UnusableError(Message("bad.no_checks", {"file": path.name}))
    sources = "\n".join(cell.source for cell in cells if cell.is_code)
    own = raw.metadata.get("autograder", {})
    return Workbook(
        path=path,
        assignment=str(own.get("assignment") or _found(_ASSIGNMENT, sources) or path.stem),
        language=_language(own.get("language"), sources),
        kernel=str(raw.metadata.get("kernelspec", {}).get("name", KERNEL)),
        cells=cells,
        raw=raw,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnusableError(Message("bad.missing", {"file": str(path)})) from None
    except UnicodeDecodeError:
        raise UnusableError(Message("bad.not_text", {"file": path.name})) from None
    except OSError as error:
        values = {"file": str(path), "error": error.strerror or str(error)}
        raise UnusableError(Message("bad.unreadable", values)) from None


def _parsed(path: Path, text: str) -> Any:
    import nbformat

    if path.suffix == ".py":
        import jupytext

        return jupytext.reads(text, fmt="py")
    try:
        raw = nbformat.reads(text, as_version=4)
        nbformat.validate(raw)
    except Exception as error:  # nbformat raises its own, json's, and whatever a wrong type gives
        broken = HalfWrittenError if _breaks_off(text) else UnusableError
        found = str(error).strip().split("\n")[0][:120]
        raise broken(Message("bad.no_notebook", {"file": path.name, "found": found})) from None
    return raw


def _breaks_off(text: str) -> bool:
    return not text.rstrip().endswith("}")


def _cell(number: int, raw: Any) -> Cell:
    checks = check_titles(raw.source) if raw.cell_type == "code" else ()
    count = raw.get("execution_count")
    return Cell(number, raw.cell_type, raw.source, raw.metadata, checks, count)


def _language(own: object, sources: str) -> str:
    """As the notebook's cells set it for its messages, else as its metadata say, else English."""
    for found in (_found(_LANGUAGE, sources), own):
        if found in LANGUAGES:
            return str(found)
    return LANGUAGES[0]


def _found(pattern: re.Pattern[str], sources: str) -> str | None:
    match = pattern.search(sources)
    return match[1] if match else None
