"""Read a submitted file, or say what is wrong with it in words an instructor can act on."""

from __future__ import annotations

import codecs
import json
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, versions
from nbformat.reader import get_version
from nbformat.v4 import upgrade
from nbformat.validator import normalize

MIB = 1 << 20
# What grading reads; everything else is the editor's, and goes where it makes a file invalid.
NOTEBOOK_METADATA = ("kernelspec", "language_info", "autograder")


class BadSubmissionError(Exception):
    """A submission can't be graded: which file, what was found, what was expected, what to do."""

    def __init__(self, found: str, expected: str, cure: str, path: Path | None = None) -> None:
        place = "" if path is None else f"{path}: "
        super().__init__(f"{place}found {found}; expected {expected}. {cure}")
        self.parts = (found, expected, cure)

    def at(self, path: Path) -> BadSubmissionError:
        """The same, with the file's name."""
        return type(self)(*self.parts, path)


class UnreadableSubmissionError(BadSubmissionError):
    """The file is no notebook."""


def read_notebook(path: Path, most_bytes: int = 32 * MIB) -> NotebookNode:
    """A notebook in the current format. Raises `UnreadableSubmissionError`."""
    return notebook_from_bytes(read_file(path, most_bytes), path)


def notebook_from_bytes(data: bytes, path: Path | None = None) -> NotebookNode:
    """A notebook in the current format; `path` is for the message of an error.

    Raises `UnreadableSubmissionError`.
    """
    try:
        return _current(_tree(_text(data)))
    except UnreadableSubmissionError as error:
        raise (error if path is None else error.at(path)) from None


def read_file(path: Path, most_bytes: int = 32 * MIB) -> bytes:
    """A file's bytes. Raises `UnreadableSubmissionError` if it can't be opened or is too large."""
    try:
        return _bytes(path, most_bytes)
    except UnreadableSubmissionError as error:
        raise error.at(path) from None


def _bytes(path: Path, most_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= most_bytes else b""
    except OSError as error:
        raise UnreadableSubmissionError(
            f"a file that can't be opened ({error.strerror})",
            "a file that you may read",
            "Check its kind and its permissions.",
        ) from None
    if size > most_bytes:
        raise UnreadableSubmissionError(
            f"a file of {size / MIB:.1f} MiB",
            f"at most {most_bytes / MIB:.0f} MiB",
            "Ask for the notebook without outputs, or raise c.SubmissionExporter.max_mib.",
        )
    return data


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableSubmissionError(
            "an empty file", "a Jupyter notebook", "Ask the student to hand in again."
        )
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        raise UnreadableSubmissionError(
            f"bytes that are not {name} text (at byte {error.start})",
            "a Jupyter notebook, which is UTF-8 text",
            "Ask for the file as Jupyter saved it.",
        ) from None


def _tree(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSubmissionError(
            f"text that is not JSON ({error})",
            "a Jupyter notebook, which is JSON",
            "The file may be cut off or another kind of file: ask for it again.",
        ) from None
    if not isinstance(tree, dict) or not isinstance(tree.get("nbformat"), int):
        raise UnreadableSubmissionError(
            "JSON without `nbformat`",
            "a Jupyter notebook",
            "Ask the student for the .ipynb file itself.",
        )
    return tree


def _current(tree: dict[str, Any]) -> NotebookNode:
    """The first try keeps the file as it is, the second leaves out what grading never reads."""
    try:
        return _valid(tree)
    except Exception:
        pass
    try:
        return _valid(_bare(tree))
    except Exception as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise UnreadableSubmissionError(
            f"nbformat {tree['nbformat']} and no valid notebook in it ({lines[0][:200]})",
            "a valid notebook of nbformat 4",
            "Ask the student to open and save it in Jupyter, and to hand it in again.",
        ) from None


def _valid(tree: dict[str, Any]) -> NotebookNode:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        notebook = _as_notebook(_without_half_pairs(tree))
        has_ids = (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
        notebook = nbformat.convert(notebook, 4)
        if notebook.nbformat_minor < 5:
            notebook = upgrade(notebook, 4, notebook.nbformat_minor)
        _identify(notebook, keep=has_ids)
        _, notebook = normalize(notebook)
    nbformat.validate(notebook)
    return notebook


def _without_half_pairs(tree: dict[str, Any]) -> dict[str, Any]:
    """Half a surrogate pair is JSON, and can't be written to a file."""
    text = json.dumps(tree, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        mended: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
        return mended
    return tree


def _as_notebook(tree: dict[str, Any]) -> NotebookNode:
    """As `nbformat.reader.reads`, from JSON that is parsed already."""
    major, minor = get_version(tree)
    if major not in versions:
        raise ValueError(f"nbformat {major} is not known")
    return versions[major].to_notebook_json(tree, minor=minor)


def _identify(notebook: NotebookNode, keep: bool) -> None:
    """An id for every cell that needs one: nbformat's own are random, and grading must give the
    same file for the same hand-in."""
    taken: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        if not keep or cell.get("id") in (None, *taken):
            cell["id"] = f"cell-{number}"
        taken.add(cell["id"])


def _bare(tree: dict[str, Any]) -> dict[str, Any]:
    """The notebook's sources and nbgrader's metadata, without outputs and other metadata."""
    cells = tree.get("cells")
    if tree["nbformat"] < 4 or not isinstance(cells, list):
        return tree
    metadata = _dict(tree.get("metadata"))
    kept = {key: value for key in NOTEBOOK_METADATA if (value := _dict(metadata.get(key)))}
    for key in ("kernelspec", "language_info"):
        if not all(isinstance(value, str) for value in kept.get(key, {}).values()):
            del kept[key]
    return {**tree, "metadata": kept, "cells": [_bare_cell(cell) for cell in cells]}


def _bare_cell(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ours = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    bare: dict[str, Any] = {
        "cell_type": cell.get("cell_type"),
        "metadata": {"nbgrader": ours} if ours else {},
        "source": cell.get("source"),
    }
    if bare["cell_type"] == "code":
        bare |= {"outputs": [], "execution_count": None}
    return bare


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
