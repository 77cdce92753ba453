"""A result as JSON and back."""

import json

import numpy as np
import pytest

from autograder.checks import (
    CheckFailed,
    Outcome,
    Result,
    Status,
    as_record,
    as_text,
    as_verdict_record,
    check,
    from_record,
    from_verdict_record,
    literal,
)
from autograder.checks.errors import Message
from autograder.checks.render import verdict_text
from autograder.checks.result import ArrayError, Certainty, Diagnosis, Drawing, Progress, Verdict


def failed(function, *args, **kwargs):
    with pytest.raises(CheckFailed) as caught:
        function(*args, **kwargs)
    return caught.value


FAILURES = {
    "shape": (check.shape, "s", np.zeros((2, 5))),
    "time": (check.close, "dx", np.array([0.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]), "T"),
    "overflow": (check.close, "dx", np.array([1.7e308]), np.array([-1.7e308])),
    "keys": (check.keys, {"du": 1}, "dU dW"),
    "values": (check.returns, None, "s y"),
}


@pytest.mark.parametrize("case", FAILURES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_result_comes_back_from_strict_json_with_the_same_text(case, language):
    failure = failed(*FAILURES[case])
    advice = failure.advice or literal(en="look", zh="看")
    outcome = Outcome({"en": "a", "zh": "甲"}, Status.FAILED, 2, 0.5, failure.fact, advice)
    result = Result("rnn_backward", (outcome, Outcome({"en": "b"}, Status.PASSED, 1, 1)))
    record = json.loads(json.dumps(as_record(result), allow_nan=False))
    assert as_text(from_record(record), language) == as_text(result, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_verdict_comes_back_from_strict_json_with_all_it_holds(language):
    failure = failed(*FAILURES["time"])
    drawing = Drawing("time", ((0, 8),), Message("label.fact"), Message("label.note"), failure.fact)
    verdict = Verdict(
        "rnn_backward",
        Status.FAILED,
        3,
        fact=failure.fact,
        advice=failure.advice,
        errors=(ArrayError("dx", 0.3, 1e-6, False), ArrayError("dW", 0.0, 1e-6, True)),
        drawing=drawing,
        diagnosis=Diagnosis(Certainty.PATTERN, (literal("a", "甲"),), (failure.advice,), ("k",)),
        notes=(Message("growth.faster", {"function": "f", "ratio": float("inf")}),),
        progress=Progress("rnn", 6, 8, "rnn_backward"),
    )
    record = json.loads(json.dumps(as_verdict_record(verdict), allow_nan=False))
    assert from_verdict_record(record) == verdict
    assert verdict_text(from_verdict_record(record), language) == verdict_text(verdict, language)


def test_a_bare_verdict_comes_back():
    verdict = Verdict("softmax", Status.PASSED, 6)
    assert from_verdict_record(as_verdict_record(verdict)) == verdict
