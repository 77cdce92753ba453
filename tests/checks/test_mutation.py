"""Arguments must stay as they were."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, check


@pytest.fixture
def parameters():
    return {"W": np.ones((2, 2)), "steps": [np.zeros(3), (np.arange(2.0), 5)]}


def change(parameters, action):
    with check.unchanged(parameters=parameters):
        action(parameters)


def put(container, key, value):
    container[key] = value


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (lambda p: put(p["W"], (0, 0), 2.0), "parameters['W']"),
        (lambda p: np.multiply(p["W"], -1.0, out=p["W"]), "parameters['W']"),
        (lambda p: put(p["steps"][1][0], 0, 1.0), "parameters['steps'][1][0]"),
        (lambda p: put(p, "dU", 1), "parameters['dU']"),
        (lambda p: p.pop("W"), "parameters['W']"),
        (lambda p: p["steps"].append(3), "parameters['steps'][2]"),
        (lambda p: put(p, "W", p["W"].astype(np.float32)), "parameters['W']"),
        (lambda p: put(p, "W", None), "parameters['W']"),
        (lambda p: put(p["steps"][0], 1, np.nan), "parameters['steps'][0]"),
    ],
)
def test_a_change_is_found_and_named(parameters, action, name):
    with pytest.raises(CheckFailed) as caught:
        change(parameters, action)
    assert str(caught.value).split("\n")[0] == f"the call changed its arguments: {name}"


@pytest.mark.parametrize(
    "action",
    [
        lambda p: p["W"] * 2,
        lambda p: put(p, "W", p["W"].copy()),
        lambda p: put(p["W"], (0, 0), 1.0),
        lambda p: p["W"].T.sum(),
    ],
)
def test_reading_and_copying_change_nothing(parameters, action):
    change(parameters, action)


def test_nan_equals_itself():
    with check.unchanged(x=np.array([np.nan, 1.0])):
        pass


def test_only_the_arguments_that_changed_are_named():
    x, ds = np.ones(2), np.ones(2)
    with pytest.raises(CheckFailed, match=r"arguments: ds\n"), check.unchanged(x=x, ds=ds):
        ds += 1


def test_an_exception_in_the_block_is_passed_on():
    x = np.ones(2)
    with pytest.raises(IndexError), check.unchanged(x=x):
        x[0] = x[5]


def test_a_list_that_holds_itself_ends():
    endless = [1]
    endless.append(endless)
    with check.unchanged(endless=endless):
        pass
