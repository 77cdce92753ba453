"""Read a submitted file, or say what is wrong with it in words an instructor can act on."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.validator import normalize
from traitlets import Float

MIB = 1 << 20


class UnreadableSubmissionError(Exception):
    """The file can't be graded: its name, what was found, what was expected, what to do."""

    def __init__(self, path: Path, found: str, expected: str, cure: str) -> None:
        super().__init__(f"{path}: found {found}; expected {expected}. {cure}")


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Put it in `c.Autograde.exporter_class`."""

    max_mib = Float(32.0, help="The largest notebook file, in MiB, that is graded.").tag(
        config=True
    )

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """As nbconvert's. Raises `UnreadableSubmissionError`."""
        notebook = read_notebook(Path(file_stream.name), int(self.max_mib * MIB))
        return self.from_notebook_node(notebook, resources=resources, **kw)


def read_notebook(path: Path, most_bytes: int = 32 * MIB) -> NotebookNode:
    """A notebook in the current format. Raises `UnreadableSubmissionError`."""
    size = path.stat().st_size
    if size > most_bytes:
        raise UnreadableSubmissionError(
            path,
            f"a file of {size / MIB:.1f} MiB",
            f"at most {most_bytes / MIB:.0f} MiB",
            "Ask for the notebook without outputs, or raise c.SubmissionExporter.max_mib.",
        )
    if size == 0:
        raise UnreadableSubmissionError(
            path, "an empty file", "a Jupyter notebook", "Ask the student to hand in again."
        )
    return _as_notebook(path, _text(path, path.read_bytes()))


def _text(path: Path, data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSubmissionError(
            path,
            f"bytes that are not {encoding.upper().removesuffix('-SIG')} text at {error.start}",
            "a Jupyter notebook, which is UTF-8 text",
            "Ask for the file as Jupyter saved it.",
        ) from None


def _as_notebook(path: Path, text: str) -> NotebookNode:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSubmissionError(
            path,
            f"text that is not JSON ({error})",
            "a Jupyter notebook, which is JSON",
            "The file may be cut off or another kind of file: ask for it again.",
        ) from None
    if not isinstance(tree, dict) or not isinstance(tree.get("nbformat"), int):
        raise UnreadableSubmissionError(
            path,
            "JSON without `nbformat`",
            "a Jupyter notebook",
            "Ask the student for the .ipynb file itself.",
        )
    return _current(path, tree, text)


def _current(path: Path, tree: dict[str, Any], text: str) -> NotebookNode:
    version = f"nbformat {tree['nbformat']}"
    try:
        notebook = nbformat.reads(text, as_version=4)
        _, notebook = normalize(notebook)
        nbformat.validate(notebook)
    except Exception as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else ""
        raise UnreadableSubmissionError(
            path,
            f"a file of {version} that is not a valid notebook ({first_line[:200]})",
            "a valid notebook of nbformat 4",
            "Ask the student to open and save it in Jupyter, and to hand it in again.",
        ) from None
    return notebook
