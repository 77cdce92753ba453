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
    check,
    from_record,
    literal,
)


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
