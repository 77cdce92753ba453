"""Outputs from the student's room are rebuilt: a notebook can hold them, and none is a result."""

import json

import nbformat
import pytest

from autograder.checks import RECORD, VERDICT
from autograder.sandbox.outputs import NOTE
from autograder.sandbox.trusted import MAX_OUTPUTS, MAX_SIZE, clean_outputs

STREAM = {"output_type": "stream", "name": "stdout", "text": "a"}
ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}
DISPLAY = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
RESULT = {**DISPLAY, "output_type": "execute_result", "execution_count": 3}
PNG = {**DISPLAY, "data": {"image/png": "aGk=", "application/json": {"a": [1, None]}}}


def cleaned(*outputs):
    return clean_outputs(json.dumps(outputs))


@pytest.mark.parametrize("output", [STREAM, ERROR, DISPLAY, RESULT, PNG])
def test_an_honest_output_stays(output):
    assert cleaned(output) == [output]


MALFORMED = [
    None,
    5,
    [],
    {},
    {"output_type": "stream"},
    {**STREAM, "name": "stdin"},
    {**STREAM, "name": []},
    {**STREAM, "text": 5},
    {**STREAM, "text": ["a"]},
    {**STREAM, "output_type": "pyout"},
    {**STREAM, "output_type": ["stream"]},
    {**ERROR, "ename": None},
    {**ERROR, "traceback": "t"},
    {**ERROR, "traceback": [5]},
    {**DISPLAY, "data": []},
    {**DISPLAY, "metadata": None},
    {**DISPLAY, "data": {"application/json": float("nan")}},
    {**DISPLAY, "metadata": {"a": float("inf")}},
    {**DISPLAY, "metadata": eval("[" * 90 + "]" * 90)},
    {**DISPLAY, "data": {"application/json": eval("[" * 90 + "]" * 90)}},
]


@pytest.mark.parametrize("output", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_output_is_left_out_and_the_next_stays(output):
    assert cleaned(output, STREAM) == [STREAM]


@pytest.mark.parametrize("text", [None, 5, b"[]", "", "[", "5", "{}", "[" * 100_000])
def test_what_is_no_list_of_outputs_is_none(text):
    assert clean_outputs(text) == []


def test_a_forged_result_record_is_taken_away():
    forged = {RECORD: {"exercise": "softmax"}, VERDICT: {"title": "softmax"}, "text/plain": "✓"}
    for output in (DISPLAY, RESULT):
        (made,) = cleaned({**output, "data": forged})
        assert made["data"] == {"text/plain": "✓"}


def test_only_json_types_hold_json():
    (made,) = cleaned({**DISPLAY, "data": {"text/html": {"a": 1}, "text/plain": "x"}})
    assert made["data"] == {"text/plain": "x"}


def test_unknown_fields_are_left_out():
    assert cleaned({**STREAM, "score": 100}) == [STREAM]


@pytest.mark.parametrize("count", [-1, 1.5, "1", True, 10**30, None])
def test_a_count_is_a_number_or_none(count):
    (made,) = cleaned({**RESULT, "execution_count": count})
    assert made["execution_count"] is None


def test_there_are_not_too_many_and_not_too_large():
    assert len(cleaned(*[STREAM] * (MAX_OUTPUTS + 5))) == MAX_OUTPUTS
    assert cleaned({**STREAM, "text": "x" * (MAX_SIZE + 1)}) == []


def test_what_was_left_out_is_said_and_the_error_at_the_end_stays():
    shown = cleaned(*[DISPLAY] * (MAX_OUTPUTS + 5), ERROR)
    assert len(shown) == MAX_OUTPUTS
    assert shown[-1] == ERROR
    assert shown[-2]["text"] == NOTE


def test_what_is_left_is_a_valid_notebook():
    odd = [
        {**DISPLAY, "data": {"text/plain": "\ud800", "a\udfff": "x"}},
        {**ERROR, "evalue": "\ud800"},
        {**STREAM, "text": "\udc80"},
        {**RESULT, "data": {"application/vnd.x+json": {"\ud800": ["\ud800"]}}},
    ]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("x", outputs=nbformat.from_dict(cleaned(*odd)))]
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    assert len(notebook.cells[0].outputs) == 4
