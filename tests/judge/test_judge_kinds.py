"""Classes that stand for the student's, also when the student's room describes them wrongly."""

import pytest

from autograder.judge.kinds import Kinds
from autograder.judge.shown_class import installed_class
from autograder.sandbox.describe import describe
from autograder.sandbox.wire import WireError

OBJECT = [0, [], describe(object)]


class Line:
    """No student's room: whoever asks it fails."""


def take(*news, number=0):
    return Kinds().take(Line(), [number, [OBJECT, *news]], 0)


def told(**changes):
    return {**describe(type("A", (), {"method": len})), "module": "__main__", **changes}


def test_a_class_has_its_name_and_bases():
    base = [1, [0], told(name="Base")]
    kind = take(base, [2, [1], told(name="Derived")], number=2)
    assert kind.__name__ == "Derived"
    assert kind.__bases__[0].__name__ == "Base"


MALFORMED = [
    [1, [7], told()],
    [1, [0], {}],
    [1, [0], told(name=5)],
    [1, [0], told(name="A\0")],
    [1, [0], told(members=5)],
    [1, [0], told(members=["a\0b"])],
    [1, [0], told(members=[["a"]])],
    [1, [0], told(members=["a"] * 5000)],
    [1, [0], told(fields=["not a name"])],
    [1, [0], told(fields=["class"])],
    [1, [0], told(fields=["a", "a"])],
    [1, [0, 0], told()],
    [1, 5, told()],
    [1, [0]],
    [[1], [0], told()],
    5,
]


@pytest.mark.parametrize("news", MALFORMED, ids=lambda news: str(news)[:50])
def test_a_malformed_description_is_refused(news):
    with pytest.raises(WireError):
        take(news, number=1)


@pytest.mark.parametrize("name", ["__class__", "__new__", "__getattribute__", "__del__", "mro"])
def test_a_name_of_pythons_machinery_does_no_harm(name):
    kind = take([1, [0], told(members=[name, "__init_subclass__", "__set_name__"])], number=1)
    assert isinstance(kind, type)


@pytest.mark.parametrize("module", ["solutions.rnn", "autograder.judge.view", "__main__", "this"])
def test_only_installed_classes_are_looked_up(module):
    assert installed_class(module, "View") is None
