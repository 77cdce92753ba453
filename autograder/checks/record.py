"""A result as JSON, as it stands beside its text and picture in an executed notebook."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from autograder.checks.errors import Message
from autograder.checks.result import (
    ArrayError,
    Certainty,
    Curve,
    Diagnosis,
    Drawing,
    Outcome,
    Progress,
    Result,
    Status,
    Verdict,
)

RECORD = "application/vnd.rnn-autograder.result+json"
DRAWING_WORDS = ("rows", "columns", "caption")
VERDICT = "application/vnd.rnn-autograder.verdict+json"


def as_record(result: Result) -> dict[str, Any]:
    """Plain JSON of a result; `from_record` gives the result back."""
    return {
        "exercise": result.exercise,
        "outcomes": [_outcome(o) for o in result.outcomes],
        "diagnosis": _diagnosis(result.diagnosis),
    }


def from_record(record: dict[str, Any]) -> Result:
    """The result of a record. Raises `KeyError` or `ValueError` if it is not one."""
    outcomes = tuple(_as_outcome(o) for o in record["outcomes"])
    return Result(record["exercise"], outcomes, _as_diagnosis(record.get("diagnosis")))


def as_verdict_record(verdict: Verdict) -> dict[str, Any]:
    """Plain JSON of a visible check's verdict; `from_verdict_record` gives the verdict back."""
    return {
        **_told(verdict),
        "title": verdict.title,
        "checks": verdict.checks,
        "diagnosis": _diagnosis(verdict.diagnosis),
        "notes": _value(verdict.notes),
        "progress": asdict(verdict.progress) if verdict.progress else None,
    }


def from_verdict_record(record: dict[str, Any]) -> Verdict:
    """The verdict of a record. Raises `KeyError`, `TypeError` or `ValueError` if it is none."""
    progress = record["progress"]
    return Verdict(
        **_as_told(record),
        title=record["title"],
        checks=int(record["checks"]),
        diagnosis=_as_diagnosis(record["diagnosis"]),
        notes=_as_value(record["notes"]),
        progress=Progress(**progress) if progress else None,
    )


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        **_told(outcome),
        "title": dict(outcome.title),
        "points": outcome.points,
        "earned": outcome.earned,
    }


def _told(told: Outcome | Verdict) -> dict[str, Any]:
    """What hidden tests and visible checks say alike."""
    return {
        "status": told.status.value,
        "fact": _value(told.fact),
        "advice": _value(told.advice),
        "errors": [asdict(error) for error in told.errors],
        "drawing": _drawing(told.drawing),
    }


def _drawing(drawing: Drawing | None) -> Any:
    if drawing is None:
        return None
    words = {name: _value(getattr(drawing, name)) for name in (*DRAWING_WORDS, "title")}
    levels = [list(row) for row in drawing.levels]
    curves = [_curve(curve) for curve in drawing.curves]
    return {"kind": drawing.kind, "levels": levels, **words, "curves": curves}


def _curve(curve: Curve) -> Any:
    return {
        "name": _value(curve.name),
        "levels": list(curve.levels),
        "wrong": list(curve.wrong),
    }


def _diagnosis(diagnosis: Diagnosis | None) -> Any:
    if diagnosis is None:
        return None
    return {
        "certainty": diagnosis.certainty.value,
        "facts": _value(diagnosis.facts),
        "causes": _value(diagnosis.causes),
        "keys": list(diagnosis.keys),
    }


def _value(value: object) -> Any:
    """Messages, tuples, nan and inf by tag; other numbers, strings and None as they are."""
    if isinstance(value, Message):
        return {"key": value.key, "values": {name: _value(v) for name, v in value.values.items()}}
    if isinstance(value, tuple | list):
        return [_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):  # strict JSON has none of them
        return {"float": str(float(value))}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _as_outcome(record: dict[str, Any]) -> Outcome:
    """Records of older kits have no errors and no drawing."""
    return Outcome(
        **_as_told({"errors": (), "drawing": None, **record}),
        title=record["title"],
        points=float(record["points"]),
        earned=float(record["earned"]),
    )


def _as_told(record: dict[str, Any]) -> dict[str, Any]:
    """What `_told` gave."""
    return {
        "status": Status(record["status"]),
        "fact": _as_value(record["fact"]),
        "advice": _as_value(record["advice"]),
        "errors": tuple(ArrayError(**error) for error in record["errors"]),
        "drawing": _as_drawing(record["drawing"]),
    }


def _as_drawing(record: dict[str, Any] | None) -> Drawing | None:
    if record is None:
        return None
    words = {name: _as_value(record[name]) for name in DRAWING_WORDS}
    return Drawing(
        kind=record["kind"],
        levels=tuple(tuple(row) for row in record["levels"]),
        **words,
        title=_as_value(record.get("title")),
        curves=tuple(_as_curve(curve) for curve in record.get("curves", ())),
    )


def _as_curve(record: dict[str, Any]) -> Curve:
    levels, wrong = tuple(record["levels"]), tuple(record["wrong"])
    return Curve(_as_value(record["name"]), levels, wrong)


def _as_diagnosis(record: dict[str, Any] | None) -> Diagnosis | None:
    if record is None:
        return None
    return Diagnosis(
        certainty=Certainty(record["certainty"]),
        facts=_as_value(record["facts"]),
        causes=_as_value(record["causes"]),
        keys=tuple(record["keys"]),
    )


def _as_value(value: Any) -> Any:
    if isinstance(value, dict) and "float" in value:
        return float(value["float"])
    if isinstance(value, dict):
        values = {name: _as_value(v) for name, v in value["values"].items()}
        return Message(value["key"], values)
    return tuple(_as_value(part) for part in value) if isinstance(value, list) else value
