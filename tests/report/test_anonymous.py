"""A class without names: nothing in the findings tells who anybody is, and no number changes."""

import ast
import dataclasses
import re
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from made import FAILED, SOFTMAX, class_of, done, outcome, scored, student
from sample_class import sample_class, with_student

from autograder.batch.history import Grading
from autograder.checks import Message
from autograder.checks.result import Certainty, Diagnosis
from autograder.report.anonymous import hide_names
from autograder.report.names import Identities
from autograder.report.overview import findings_of
from autograder.report.results import Standing, Student, StudentResult


def strings(value):
    """Every string that stands anywhere in it."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from strings(key)
            yield from strings(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from strings(each)


def found_in(texts, *names):
    """Those of the names that stand in one of the texts as words."""
    whole = "\n".join(texts)
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole)]


def talkative_class():
    """Ada and 小明 wrote their names wherever they could."""
    code = (
        "# Ada Lovelace, ada@uni.example, also a.l@mail.example.com\n"
        "def softmax(z):\n"
        "    ada_z = dW@x.T  # 张小明 helped, s-17 and 50001, too\n"
        "    return 'by 小明'\n"
    )
    raised = Message("student.raised_at", {"function": "softmax", "text": "raise Ada(50001)"})
    stated = Diagnosis(Certainty.PATTERN, (Message("pattern.of", {"names": ("Lovelace", "dW")}),))
    each = done(SOFTMAX, outcome(FAILED, 4.0, fact=raised), diagnosis=stated, code=code)
    noted = replace(each.visible[0], fact=raised, notes=(Message("note", {"who": raised}),))
    each = replace(each, visible=(noted,), needs_review=True)
    flags = {"rnn/test_softmax": "grader error: submitted/s-17/rnn/rnn.ipynb of Ada"}
    ada = student("s-17", each, grading=Grading("s-17", "", problem="s-17: no Ada", flags=flags))
    ming = StudentResult(
        Student("xiaoming", "小明", "张"),
        Standing.NOT_GRADED,
        grading=Grading("xiaoming", "", problem="submitted/xiaoming/rnn: found nothing"),
    )
    who = Student("s-17", "Ada", "Lovelace", "ada@uni.example", "50001")
    return class_of(replace(ada, student=who), ming)


SAID = ("Ada", "ada", "Lovelace", "ada@uni.example", "50001", "s-17", "xiaoming", "小明", "张小明")


def test_the_search_for_names_finds_them():
    found = list(strings(findings_of(talkative_class())))
    assert set(found_in(found, *SAID)) >= {"Ada", "Lovelace", "s-17", "xiaoming", "小明", "张小明"}


def test_no_name_id_or_address_is_left_anywhere_in_the_findings():
    found = list(strings(findings_of(hide_names(talkative_class()))))
    assert found_in(found, *SAID) == []
    assert not any("ada_z" in text or "a.l@mail" in text or "小明" in text for text in found)
    assert any("dW@x.T" in text for text in found)


def test_of_a_whole_class_no_name_is_left():
    class_ = sample_class(40)
    students = [each.student for each in class_.students]
    told = {text for s in students for text in (s.id, s.first_name, s.last_name, s.name, s.email)}
    told |= {s.lms_user_id for s in students}
    everything = list(strings(findings_of(class_)))
    assert found_in(everything, *told) != []
    everything = list(strings(findings_of(hide_names(class_))))
    assert found_in(everything, *told) == []


def test_names_are_numbers_of_one_width_in_their_own_order():
    hidden = hide_names(sample_class(12))
    assert [s.student.id for s in hidden.students] == [f"student {n:02}" for n in range(1, 13)]
    assert {dataclasses.astuple(s.student)[1:] for s in hidden.students} == {("", "", "", "")}
    assert {s.student.id for s in hidden.students if s.grading} == {
        s.grading.student for s in hidden.students if s.grading
    }


def test_the_order_is_neither_that_of_ids_nor_that_of_scores_and_stays():
    class_ = sample_class(50)
    hidden = hide_names(class_)
    before = [s.grading.key if s.grading else "" for s in class_.students]
    after = [s.grading.key if s.grading else "" for s in hidden.students]
    assert sorted(after) == sorted(before)
    assert after not in (before, before[::-1])
    scores = [s.score for s in hidden.students]
    assert scores not in (sorted(scores), sorted(scores, reverse=True))
    assert hide_names(class_) == hidden


def test_the_order_can_t_be_told_from_a_list_of_the_class():
    class_ = sample_class(50)
    one = next(s for s in class_.students if s.exercises)
    changed = replace(one, exercises=(replace(one.exercises[0], code="x"), *one.exercises[1:]))
    hidden, other = hide_names(class_), hide_names(with_student(class_, changed))
    keys = [[s.grading.key for s in each.students if s.grading] for each in (hidden, other)]
    assert keys[0] != keys[1]
    assert sorted(keys[0]) == sorted(keys[1])


def test_hiding_names_changes_no_number():
    class_ = sample_class(60)
    shown, hidden = findings_of(class_), findings_of(hide_names(class_))
    assert hidden.distribution == shown.distribution
    for one, other in zip(shown.items, hidden.items, strict=True):
        assert other.difficulty.value == pytest.approx(one.difficulty.value)
        if one.discrimination is not None:
            assert other.discrimination.value == pytest.approx(one.discrimination.value)
        assert replace(other, difficulty=one.difficulty, discrimination=one.discrimination) == one
    assert sorted(m.count for m in hidden.misconceptions) == sorted(
        m.count for m in shown.misconceptions
    )
    assert len(hidden.calls) == len(shown.calls)
    assert [slow.seconds for slow in hidden.slowest] == [slow.seconds for slow in shown.slowest]


def test_a_class_whose_names_are_hidden_keeps_its_words_in_samples():
    """Nobody is called `student` any more than anybody else."""
    code = "student = 1\nstudent_1 = 2"
    class_ = hide_names(class_of(student("ada", replace(scored(SOFTMAX, 0.0), code=code))))
    assert findings_of(class_).misconceptions[0].sample == code


def test_code_that_was_python_stays_python():
    code = "ada = load('ada.npy')  # Ada\nnp.random.seed(50001)\nadas_x = ada @ ada.T\n"
    whole = class_of(student("s-17", replace(scored(SOFTMAX, 0.0), code=code)))
    (known,) = whole.students
    who = Student("s-17", "Ada", "Lovelace", "ada@uni.example", "50001")
    hidden = hide_names(replace(whole, students=(replace(known, student=who),)))
    (changed,) = [each.code for each in hidden.students[0].exercises]
    ast.parse(changed)
    assert changed.splitlines()[0] == "name = load('name.npy')  # name"
    assert found_in([changed], *SAID) == []


@pytest.mark.parametrize(
    "piece", ["a", "a@", "a.", "b-a@c.", "+", "_", "a@b.com"], ids=lambda piece: piece
)
def test_a_long_word_of_a_students_costs_no_more_than_its_length(piece):
    """With the square of the time, half a megabyte of one word would take hours."""
    who = Identities([Student("s-17", "Ada", "Lovelace", "ada@uni.example", "50001")])
    before = time.process_time()
    who.without(piece * (500_000 // len(piece)) + " s-17", "…")
    assert time.process_time() - before < 10


def test_an_id_of_more_than_one_word_is_found_between_other_signs():
    who = Identities([Student("s-17", "", "", "x.y@uni.example")])
    text = "(s-17) .s-17. S-17@ s-17a xs-17 +x.y@uni.example- s-17.x"
    assert who.without(text) == "(…) .…. …@ s-17a xs-17 +…- s-17.x"
