"""A result as JSON, as it stands beside its text and picture in an executed notebook."""

from __future__ import annotations

from typing import Any

from autograder.checks.errors import Message
from autograder.checks.result import Outcome, Result, Status

RECORD = "application/vnd.rnn-autograder.result+json"


def as_record(result: Result) -> dict[str, Any]:
    """Plain JSON of a result; `from_record` gives the result back."""
    return {"exercise": result.exercise, "outcomes": [_outcome(o) for o in result.outcomes]}


def from_record(record: dict[str, Any]) -> Result:
    """The result of a record. Raises `KeyError` or `ValueError` if it is not one."""
    return Result(record["exercise"], tuple(_as_outcome(o) for o in record["outcomes"]))


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "title": dict(outcome.title),
        "status": outcome.status.value,
        "points": outcome.points,
        "earned": outcome.earned,
        "fact": _value(outcome.fact),
        "advice": _value(outcome.advice),
    }


def _value(value: object) -> Any:
    """Messages and tuples by tag; numbers, strings and None as they are."""
    if isinstance(value, Message):
        return {"key": value.key, "values": {name: _value(v) for name, v in value.values.items()}}
    if isinstance(value, tuple | list):
        return [_value(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _as_outcome(record: dict[str, Any]) -> Outcome:
    return Outcome(
        title=record["title"],
        status=Status(record["status"]),
        points=float(record["points"]),
        earned=float(record["earned"]),
        fact=_as_value(record["fact"]),
        advice=_as_value(record["advice"]),
    )


def _as_value(value: Any) -> Any:
    if isinstance(value, dict):
        values = {name: _as_value(v) for name, v in value["values"].items()}
        return Message(value["key"], values)
    return tuple(_as_value(part) for part in value) if isinstance(value, list) else value
