"""Make outputs that came from the student's room safe to put into a notebook."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from autograder.checks import RECORD, VERDICT
from autograder.sandbox.outputs import NOTE

Output = dict[str, Any]
MAX_OUTPUTS = 1_000
MAX_TEXT = 16 << 20
MAX_SIZE = 4 << 20
MAX_ERROR = 1 << 20
MAX_MARKS = 1_000_000
MAX_DEPTH = 60
MAX_COUNT = 10**9

_LEFT_OUT = {"output_type": "stream", "name": "stderr", "text": NOTE}
_JSON_MIME = re.compile(r"application/(.*\+)?json")


def clean_outputs(text: Any) -> list[Output]:
    """The outputs in a JSON text, rebuilt field by field; what is malformed is left out.

    A result record in them is a forgery: only the judge makes results.
    """
    outputs = _parsed(text)
    if type(outputs) is not list:
        return []
    kept: list[Output] = []
    size = 0
    for output in filter(None, map(_clean, outputs[: MAX_OUTPUTS + 1])):
        size += len(json.dumps(output))
        if size > MAX_SIZE or len(kept) == MAX_OUTPUTS:
            return _cut(kept, outputs[-1])
        kept.append(output)
    return kept


def _cut(kept: list[Output], last: Any) -> list[Output]:
    """With a note that outputs were left out, and the error that the cell ended with, if any."""
    end = _clean(last)
    is_error = end is not None and end["output_type"] == "error"
    ends = [end] if end and is_error and len(json.dumps(end)) <= MAX_ERROR else []
    return [*kept[: MAX_OUTPUTS - 1 - len(ends)], _LEFT_OUT, *ends] if kept else []


def _parsed(text: Any) -> Any:
    if type(text) is not str or len(text) > MAX_TEXT:
        return None
    if text.count("[") + text.count("{") > MAX_MARKS:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        return None


def _clean(output: Any) -> Output | None:
    try:
        made: Output = _KINDS[output["output_type"]](output)
        plain: Output = _plain(made, 0)
    except (KeyError, TypeError, ValueError):
        return None
    return plain


def _stream(output: Output) -> Output:
    if output["name"] not in ("stdout", "stderr"):
        raise ValueError("no such stream")
    return {"output_type": "stream", "name": output["name"], "text": _text(output["text"])}


def _error(output: Output) -> Output:
    lines = [_text(line) for line in _of_type(output["traceback"], list)]
    name, value = _text(output["ename"]), _text(output["evalue"])
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}


def _display(output: Output) -> Output:
    data = {
        mime: content
        for mime, content in _of_type(output["data"], dict).items()
        if mime not in (RECORD, VERDICT) and (type(content) is str or _JSON_MIME.fullmatch(mime))
    }
    metadata = _of_type(output["metadata"], dict)
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def _result(output: Output) -> Output:
    count = output.get("execution_count")
    known = type(count) is int and 0 <= count < MAX_COUNT
    shown = {**_display(output), "output_type": "execute_result"}
    return {**shown, "execution_count": count if known else None}


_KINDS = {
    "stream": _stream,
    "error": _error,
    "display_data": _display,
    "execute_result": _result,
}


def _text(value: Any) -> str:
    text: str = _of_type(value, str)
    return text


def _of_type(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}")
    return value


def _plain(value: Any, depth: int) -> Any:
    """A copy that every notebook can hold: no NaN, no lone surrogates, not too deep."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if type(value) is str:
        return value.encode("utf-8", "replace").decode("utf-8")
    if type(value) is float and not math.isfinite(value):
        raise ValueError("not a JSON number")
    if type(value) is list:
        return [_plain(item, depth + 1) for item in value]
    if type(value) is dict:
        return {_plain(key, depth + 1): _plain(item, depth + 1) for key, item in value.items()}
    return value
