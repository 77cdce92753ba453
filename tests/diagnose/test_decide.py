"""What is said of made-up numbers: the surest statement first, and none that was not computed."""

import numpy as np

from autograder.checks import Message, literal
from autograder.checks.comparison import compared
from autograder.checks.result import Certainty
from autograder.diagnose.decide import Case, Knowledge, diagnosis
from autograder.diagnose.everywhere import Look, facts_of
from autograder.diagnose.pairs import feasible, find_pair
from autograder.diagnose.profile import failure

RIGHT = {"dU": np.array([1.0, 2.0]), "dW": np.array([3.0, -1.0]), "dba": np.array([0.5, 0.25])}
TESTS = ("test_dU", "test_dW", "test_dba", "test_batch")


def profile(tests=TESTS[:3], **factors):
    """Every array times its factor, in a test of its own; those that are right are no failure."""
    return {
        f"test_{name}": failure(
            None, [compared(name, factor * RIGHT[name], RIGHT[name], "", 1e-9)], 1
        )
        for name, factor in factors.items()
        if factor != 1 and f"test_{name}" in tests
    }


KNOWN = {
    "u_twice": profile(dU=2),
    "w_negative": profile(dW=-1),
    "all_zero": profile(dU=0, dW=0, dba=0),
    "all_zero_again": profile(dU=0, dW=0, dba=0),
}


def knowing(known=None, combine=lambda *_: None, most=40):
    profiles = KNOWN if known is None else known
    hints = {key: literal(key, key) for key in profiles}
    return Knowledge(profiles, hints, combine, most)


def said(student, knowledge=None, **more):
    return diagnosis(Case(student, TESTS, TESTS[:3], **more), knowledge or knowing())


def keys_of(messages):
    return [message.key for message in messages]


def test_a_known_mistake_is_named_with_its_hint():
    found = said(profile(dU=2))
    assert found.certainty is Certainty.NAMED
    assert found.keys == ("u_twice",)
    assert found.causes == (literal("u_twice", "u_twice"),)
    assert keys_of(found.facts) == ["diagnosis.named"]


def test_mistakes_with_equal_numbers_are_named_together():
    found = said(profile(dU=0, dW=0, dba=0))
    assert found.keys == ("all_zero", "all_zero_again")
    assert keys_of(found.facts) == ["diagnosis.group"]
    assert len(found.causes) == 2


def test_of_a_large_group_a_few_hints_are_told_and_all_keys_kept():
    known = {f"key{n}": profile(dU=2) for n in range(5)}
    found = said(profile(dU=2), knowing(known))
    assert len(found.keys) == 5
    assert len(found.causes) == 3
    assert found.facts == (Message("diagnosis.group_few", {"count": 5, "shown": 3}),)


def test_a_test_that_is_only_reported_does_not_keep_a_mistake_from_its_name():
    batch = {"test_batch": failure(Message("shape.wrong"), (), 0)}
    assert said({**profile(dU=2), **batch}).keys == ("u_twice",)


def test_an_error_as_large_in_another_array_is_not_named():
    assert said(profile(dba=2)).certainty is Certainty.UNKNOWN


def test_two_mistakes_that_were_run_together_are_recognised():
    ran = []

    def combine(first, second, tests):
        ran.append((first, second))
        return profile(tests, dU=2, dW=-1)

    found = said(profile(dU=2, dW=-1), knowing(combine=combine))
    assert found.certainty is Certainty.SEVERAL
    assert found.keys == ("u_twice", "w_negative")
    assert keys_of(found.facts) == ["diagnosis.together"]
    assert set(ran) == {("u_twice", "w_negative")}


def test_two_mistakes_that_give_something_else_together_are_not():
    found = said(profile(dU=2, dW=-1), knowing(combine=lambda *_: profile(dU=2, dW=-1, dba=0)))
    assert found.certainty is not Certainty.SEVERAL


def test_two_mistakes_of_one_piece_are_recognised_array_by_array():
    found = said(profile(dU=2, dW=-1), knowing(combine=lambda *_: None))
    assert found.certainty is Certainty.SEVERAL
    assert keys_of(found.facts) == ["diagnosis.side_by_side"]


def test_the_number_of_programs_is_bounded():
    known = {f"u{n}": profile(dU=2, dW=n) for n in range(3, 20)}
    student = profile(dU=7, dW=9)
    ran = []
    find_pair(student, known, TESTS, lambda *names: ran.append(names) or profile(dU=1.5), 12)
    assert len(ran) == 12


def test_pairs_that_explain_every_array_are_tried_first():
    known = {**KNOWN, "w_and_b_odd": profile(dW=7, dba=7)}
    first = feasible(profile(dU=2, dW=-1), known)[0]
    assert (first.first, first.second, first.open) == ("u_twice", "w_negative", 0)


def test_a_mistake_that_shows_where_the_student_is_right_is_in_no_pair():
    assert feasible(profile(dU=0, dW=0), {"z": KNOWN["all_zero"], "u": KNOWN["u_twice"]}) == []


def test_numbers_of_a_known_mistake_beside_others_are_a_pattern():
    found = said(profile(dU=2, dba=9))
    assert found.certainty is Certainty.PATTERN
    assert found.facts == (Message("diagnosis.partly", {"names": ("dU",)}),)
    assert found.keys == ("u_twice",)


def test_one_array_of_a_mistake_that_shows_elsewhere_too_says_too_little():
    assert said(profile(dU=0, dW=5, dba=5)).certainty is Certainty.UNKNOWN


def test_most_arrays_of_a_mistake_that_gets_more_wrong_are_told():
    found = said(profile(dU=0, dW=0))
    assert found.certainty is Certainty.PATTERN
    assert found.facts == (Message("diagnosis.alike", {"names": ("dU", "dW")}),)


def test_what_is_not_known_is_said_to_be_unknown():
    found = said(profile(dba=9))
    assert found.certainty is Certainty.UNKNOWN
    assert found.causes == ()
    assert found.facts == ()


def test_without_compared_arrays_or_failures_nothing_is_said():
    raised = {"test_dU": failure(Message("student.raised"), (), 0)}
    assert said(raised, has_arrays=False) is None
    assert said({}) is None


def test_without_known_mistakes_nothing_is_unknown():
    assert said(profile(dba=9), knowing({})) is None


def test_a_computed_statement_is_a_pattern():
    fact = Message("advice.sign")
    found = said(profile(dba=-1), facts=lambda: (fact,))
    assert (found.certainty, found.facts) == (Certainty.PATTERN, (fact,))


def test_of_a_known_mistake_nothing_more_is_computed():
    assert said(profile(dU=2), facts=lambda: 1 / 0).certainty is Certainty.NAMED


# What holds in all tests


def look(name, factor=None, seen=()):
    if factor is None:
        return Look(True, seen)
    one = compared(name, factor * RIGHT[name], RIGHT[name], "", 1e-9)
    return Look(False, (*seen, name), (one,))


ODD = 1.7  # of two numbers such a factor says nothing


def patterns_of(*looks):
    facts = [fact for fact in facts_of(looks) if fact.key != "diagnosis.parted"]
    return [(fact.key, fact.values["names"]) for fact in facts]


def test_a_statement_holds_where_every_test_of_its_array_says_the_same():
    told = patterns_of(look("dU", 2.0), look("dU", 2.0), look("dW", -1.0))
    assert told == [("pattern.factor", ("dU",)), ("pattern.sign", ("dW",))]


def test_a_statement_that_another_test_contradicts_is_not_made():
    assert patterns_of(look("dU", 2.0), look("dU", 0.5)) == []


def test_what_is_right_in_every_test_is_told_from_what_is_wrong():
    (fact,) = facts_of([look("s", seen=("s",)), look("dU", ODD, seen=("s", "y")), look("dW", ODD)])
    assert fact.values == {"wrong": ("dU", "dW"), "right": ("s", "y")}


def test_what_is_wrong_in_one_test_is_not_called_right():
    assert facts_of([look("dU", seen=("dU",)), look("dU", ODD)]) == ()


def test_after_an_exception_nobody_knows_what_is_right():
    broken = Look(False, ("s",), (), Message("student.raised"))
    assert facts_of([look("s", seen=("s",)), broken, look("dU", ODD)]) == ()
