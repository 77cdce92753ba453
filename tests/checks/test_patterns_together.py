"""What is said of several arrays at once: swapped, split by name, the same break in all."""

import numpy as np
import pytest
from pattern_arrays import cause_of, keys_of, normal, one, words_of

from autograder.checks import check

LSTM = {
    "dx_t": "m N",
    "dh_prev": "n N",
    "dc_prev": "n N",
    **{
        f"d{kind}{gate}": axes
        for gate in "fuco"
        for kind, axes in (("U", "n m"), ("W", "n n"), ("b", "n 1"))
    },
}
RNN = {"dx": "m N T", "ds0": "n N", "dU": "n m", "dW": "n n", "dba": "n 1"}
LOSS = {"dU": "n m", "dW": "n n", "dV": "m n", "dba": "n 1", "dby": "m 1"}
SIZES = {"m": 3, "n": 5, "N": 2, "T": 4, "1": 1}


def shape_of(axes):
    return tuple(SIZES[name] for name in axes.split())


def arrays(axes_of, wrong):
    """One comparison for each name; the wrong ones are noise."""
    return [
        one(
            normal(shape_of(axes), 50 + i if name in wrong else i),
            normal(shape_of(axes), i),
            axes,
            name,
        )
        for i, (name, axes) in enumerate(axes_of.items())
    ]


@pytest.mark.parametrize(
    ("axes_of", "wrong", "words", "advice"),
    [
        (
            LSTM,
            "dx_t dh_prev dUf dWf dbf",
            "gradients of the weights: those of f wrong; all of c, o, u right",
            None,
        ),
        (
            LSTM,
            "dWf dWu dWc dWo",
            "gradients of the weights: dW… wrong; dU…, db… right",
            "advice.only_w",
        ),
        (RNN, "dU", "gradients of the weights: dU… wrong; dW…, db… right", "advice.only_u"),
        (
            RNN,
            "dba",
            "gradients of the weights: db… wrong; dU…, dW… right",
            "advice.only_b",
        ),
        (
            RNN,
            "dx",
            "the gradients of the weights are right; the way to dx is wrong",
            "advice.way_back",
        ),
        (
            LSTM,
            "dh_prev",
            "the gradients of the weights are right; the way to dh_prev is wrong",
            "advice.way_back",
        ),
        (RNN, "dU dW dba", "dx, ds0 are right, so the way back is right", "advice.own_sums"),
        (
            LOSS,
            "dU dW dba",
            "dV and dby are right: the error is not in the output layer",
            "advice.before_output",
        ),
        (LOSS, "dV dby", "only the gradients of the output layer are wrong", None),
    ],
)
def test_the_split_into_right_and_wrong_is_put_into_words(axes_of, wrong, words, advice):
    comparisons = arrays(axes_of, wrong.split())
    assert words_of(*comparisons)[0] == words
    assert cause_of(*comparisons) == advice


@pytest.mark.parametrize(
    ("axes_of", "wrong"),
    [
        (RNN, "dx ds0 dU dW dba"),
        (RNN, "dx dU dW"),
        (LSTM, "dUf dWu dbc dx_t"),
        ({"U": "n m", "W": "n n", "V": "m n"}, "U"),
    ],
)
def test_a_split_without_a_meaning_is_left_to_the_table(axes_of, wrong):
    split = [key for key in keys_of(*arrays(axes_of, wrong.split())) if key.startswith("together")]
    assert split in ([], ["together.kinds"])


def test_arrays_with_the_same_pattern_share_a_sentence():
    comparisons = arrays(RNN, ())
    wrong = [
        one(-each.expected, each.expected, each.axes, each.name) if each.name != "dx" else each
        for each in comparisons
    ]
    assert words_of(*wrong) == ["ds0, dU, dW, dba: every sign is reversed, all else is right"]
    assert words_of(*wrong, language="zh") == ["ds0、dU、dW、dba：正负号全部相反，其他都正确"]


def test_the_pattern_of_the_most_arrays_comes_first():
    right = [normal((5, 5), seed) for seed in range(4)]
    wrong = [
        one(2 * right[0], right[0], "n n", "dWa"),
        one(right[1].T, right[1], "n n", "dWb"),
        one(right[2].T, right[2], "n n", "dWc"),
        one(0 * right[3], right[3], "n n", "dWd"),
    ]
    assert keys_of(*wrong) == ["pattern.transposed", "pattern.factor", "pattern.zeros"]


def test_the_same_break_in_time_is_told_once():
    s, y = normal((5, 2, 4)), normal((3, 2, 4))
    broken = [array.copy() for array in (s, y)]
    for seed, array in enumerate(broken):
        array[..., 2:] = normal(array[..., 2:].shape, 60 + seed)
    wrong = [one(broken[0], s, "n N T", "s"), one(broken[1], y, "m N T", "y")]
    assert words_of(*wrong) == ["s, y by time; t=1 is right, wrong from t=2 onward"]
    assert cause_of(*wrong) == "advice.chain_onward"


def test_swapped_names_are_told():
    dUf, dUu, dUc = (normal((5, 3), seed) for seed in range(3))
    swapped = [one(dUu, dUf, "n m", "dUf"), one(dUf, dUu, "n m", "dUu"), one(dUc, dUc, "", "dUc")]
    assert words_of(*swapped) == ["dUf and dUu are swapped"]
    assert cause_of(*swapped) == "advice.swapped"


def test_the_value_of_another_name_is_told():
    dUf, dUu = (normal((5, 3), seed) for seed in range(2))
    wrong = one(dUu, dUf, "n m", "dUf"), one(dUu, dUu, "n m", "dUu")
    assert words_of(*wrong) == ["dUf holds what belongs in dUu"]


def test_one_wrong_array_under_two_names_is_told():
    same = normal((5, 3), 9)
    wrong = [
        one(same, normal((5, 3), seed), "n m", name) for seed, name in enumerate(("dUf", "dUu"))
    ]
    assert words_of(*wrong) == ["dUf and dUu hold the same numbers, but should differ"]


def test_a_bias_gradient_that_sums_the_weights_gradient_is_told():
    dW, dba = normal((5, 5)), normal((5, 1))
    wrong = one(dW, dW, "n n", "dW"), one(dW.sum(axis=1, keepdims=True), dba, "n 1", "dba")
    assert words_of(*wrong) == ["dba holds the sum of each row of dW"]
    assert cause_of(*wrong) == "advice.sum_of"


def test_right_arrays_that_are_equal_are_never_called_swapped():
    same = normal((5, 3))
    wrong = [one(-same, same, "n m", name) for name in ("dUf", "dUu")]
    assert keys_of(*wrong) == ["pattern.sign"]


def test_no_more_than_three_statements_are_made():
    changes = (np.negative, np.zeros_like, np.tanh, np.exp, np.square)
    wrong = [
        one(change(normal((5, 3), seed)), normal((5, 3), seed), "n m", f"dU{seed}")
        for seed, change in enumerate(changes)
    ]
    assert len(keys_of(*wrong)) == 3


def test_a_notebook_shows_the_statements_of_a_failed_check(monkeypatch):
    shown = []
    monkeypatch.setattr(check, "publish", lambda text, html, more: shown.append(text))
    dW = normal((5, 4))
    with pytest.raises(AssertionError), check("rnn_cell_backward"):
        check.close("dW", 3 * dW, dW, axes="n m")
    lines = [" ".join(line.split()) for line in shown[0].splitlines()]
    assert lines[1] == "dW differs: relative error 2.0e+00 (allowed 1e-09)"
    assert lines[2:4] == [
        "found dW: 3 × the right result",
        "most likely a sum in place of a mean, or something added again and again",
    ]
