"""Make outputs that came from the student's room safe to put into a notebook."""

from __future__ import annotations

import json
from typing import Any

MAX_OUTPUTS = 1_000
MAX_SIZE = 4 << 20


def clean_outputs(outputs: Any) -> list[dict[str, Any]]:
    """Only well-formed nbformat outputs, rebuilt field by field; anything else is left out."""
    if type(outputs) is not list:
        return []
    cleaned = (_clean(output) for output in outputs[:MAX_OUTPUTS])
    kept: list[dict[str, Any]] = []
    size = 0
    for output in cleaned:
        if output is None:
            continue
        size += len(json.dumps(output))
        if size > MAX_SIZE:
            break
        kept.append(output)
    return kept


def _clean(output: Any) -> dict[str, Any] | None:
    if type(output) is not dict:
        return None
    kind = output.get("output_type")
    if kind == "stream":
        return _stream(output)
    if kind == "error":
        return _error(output)
    if kind in ("display_data", "execute_result"):
        return _display(output, kind)
    return None


def _stream(output: dict[str, Any]) -> dict[str, Any] | None:
    if output.get("name") not in ("stdout", "stderr") or type(output.get("text")) is not str:
        return None
    return {"output_type": "stream", "name": output["name"], "text": output["text"]}


def _error(output: dict[str, Any]) -> dict[str, Any] | None:
    name, value, lines = output.get("ename"), output.get("evalue"), output.get("traceback")
    if type(name) is not str or type(value) is not str or type(lines) is not list:
        return None
    traceback = [line for line in lines if type(line) is str]
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}


def _display(output: dict[str, Any], kind: str) -> dict[str, Any] | None:
    data, metadata = output.get("data"), output.get("metadata")
    if not _is_json_object(data) or not _is_json_object(metadata):
        return None
    cleaned: dict[str, Any] = {"output_type": kind, "data": data, "metadata": metadata}
    if kind == "execute_result":
        count = output.get("execution_count")
        cleaned["execution_count"] = count if type(count) is int else None
    return cleaned


def _is_json_object(value: Any) -> bool:
    if type(value) is not dict or any(type(key) is not str for key in value):
        return False
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True
