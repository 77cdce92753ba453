"""What a line of JSON Lines holds, as JSON Schema: https://json-schema.org/draft/2020-12.

The number in its name rises when a field goes or changes its meaning; new fields may come.
"""

from __future__ import annotations

from typing import Any

SCHEMA = "rnn-autograder/results/1"

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
FLAG = {"type": "boolean"}
MAYBE_NUMBER = {"type": ["number", "null"]}
MAYBE_TEXT = {"type": ["string", "null"]}


def _record(fields: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _says(schema: dict[str, Any], sentence: str) -> dict[str, Any]:
    return {**schema, "description": sentence}


STATUS = {"enum": ["passed", "failed", "skipped", "grader_error"]}
MESSAGE = _says(
    _record({"key": TEXT, "values": {"type": "object"}}), "A sentence: its key and what it tells."
)
DIAGNOSIS = _record(
    {
        "certainty": {"enum": ["named", "several", "pattern", "unknown"]},
        "facts": _list(MESSAGE),
        "causes": _list(MESSAGE),
        "keys": _says(_list(TEXT), "The known mistakes."),
    }
)
TOLD = {
    "status": STATUS,
    "fact": _maybe(MESSAGE),
    "advice": _maybe(MESSAGE),
    "errors": _list(_record({"name": TEXT, "error": NUMBER, "allowed": NUMBER, "is_close": FLAG})),
    "drawing": {"type": ["object", "null"]},
}
OUTCOME = _record(
    {**TOLD, "title": _says({"type": "object"}, "By language."), "points": NUMBER, "earned": NUMBER}
)
HIDDEN = _record({"exercise": TEXT, "outcomes": _list(OUTCOME), "diagnosis": _maybe(DIAGNOSIS)})
VISIBLE = _record(
    {
        **TOLD,
        "title": TEXT,
        "checks": {"type": "integer"},
        "diagnosis": _maybe(DIAGNOSIS),
        "notes": _list(MESSAGE),
        "progress": {"type": ["object", "null"]},
    }
)
EXERCISE = _record(
    {
        "name": TEXT,
        "cell": _says(TEXT, "nbgrader's grade id."),
        "notebook": TEXT,
        "points": NUMBER,
        "auto": _says(MAYBE_NUMBER, "The hidden tests' score."),
        "manual": _says(MAYBE_NUMBER, "A human's score, which wins."),
        "extra": _says(NUMBER, "Extra credit, which comes on top."),
        "score": MAYBE_NUMBER,
        "needs_review": FLAG,
        "visible": _list(VISIBLE),
        "hidden": _says(_maybe(HIDDEN), "null where the cell has no record."),
        "code": _says(TEXT, "What the student wrote; with --code only."),
    },
    optional=("code",),
)
GRADING = _record(
    {
        "student": TEXT,
        "written": _says(TEXT, "UTC, ISO 8601; empty where the result is not on record."),
        "key": _says(TEXT, "Hash of all that the result was made from."),
        "versions": _record({"tests": TEXT, "secret": TEXT, "kit": TEXT, "environment": TEXT}),
        "tier": TEXT,
        "seconds": NUMBER,
        "timeouts": {"type": "integer"},
        "from_cache": FLAG,
        "problem": _says(TEXT, "Why there is no result; empty where there is one."),
        "is_graders": _says(FLAG, "Whether the problem is the grader's failure."),
        "scores": {"type": "object", "additionalProperties": MAYBE_NUMBER},
        "flags": {"type": "object", "additionalProperties": TEXT},
        "hand_in": _says(TEXT, "Hash of what the student handed in."),
        "notebooks": {"type": "object", "additionalProperties": TEXT},
    }
)
STUDENT = _record(
    {"id": TEXT, "first_name": TEXT, "last_name": TEXT, "email": TEXT, "lms_user_id": TEXT}
)
JSON_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": SCHEMA,
    **_record(
        {
            "schema": {"const": SCHEMA},
            "course": TEXT,
            "assignment": TEXT,
            "due": _says(MAYBE_TEXT, "ISO 8601, UTC, as in nbgrader's gradebook."),
            "points": _says(NUMBER, "What can be earned, without extra credit."),
            "student": STUDENT,
            "standing": {"enum": ["graded", "needs review", "not graded", "no submission"]},
            "raw_score": MAYBE_NUMBER,
            "penalty": _says(NUMBER, "Points off for being late."),
            "score": _says(
                MAYBE_NUMBER, "After the penalty; null where there is none to give away."
            ),
            "submitted": _says(MAYBE_TEXT, "ISO 8601, UTC, as in nbgrader's gradebook."),
            "seconds_late": NUMBER,
            "language": _says(TEXT, "The notebook's."),
            "tier": _says(TEXT, "How the student's code was isolated: A, B or C."),
            "grading": _says(_maybe(GRADING), "What graded it, as far as is known."),
            "exercises": _list(EXERCISE),
        }
    ),
}
