"""Who is similar: copies are found, honest work is not, and few students are not ranked."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sample_class import sample_class

from autograder.demo.material import functions_of, read_material
from autograder.judge.course import list_path, load_module, solution_path
from autograder.judge.mistakes import patched
from autograder.report.results import (
    ClassResults,
    Exercise,
    ExerciseResult,
    Standing,
    Student,
    StudentResult,
)
from autograder.report.similar import pairs_of, reference_of, starter_of

OWN_SOFTMAX = """
def softmax(z):
    biggest = z.max(axis=0)
    lifted = np.exp(z - biggest)
    whole = np.add.reduce(lifted, axis=0)
    return lifted * (1.0 / whole)
"""
RENAMED_SOFTMAX = """
def softmax(z):
    m1 = z.max(axis=0)
    m2 = np.exp(z - m1)
    m3 = np.add.reduce(m2, axis=0)
    return m2 * (1.0 / m3)
"""
OWN_STEP = """
def gradient_step(parameters, gradients, learning_rate):
    moved = {}
    for label in sorted(parameters.keys(), reverse=True):
        slope = gradients["d" + label].astype(float)
        start = parameters[label].astype(float)
        moved[label] = start - slope * learning_rate + 0.0
    return moved
"""
# Two lines that do not depend on each other are swapped.
RENAMED_STEP = """
def gradient_step(parameters, gradients, learning_rate):
    b = {}
    for a in sorted(parameters.keys(), reverse=True):
        d = parameters[a].astype(float)
        c = gradients["d" + a].astype(float)
        b[a] = d - c * learning_rate + 0.0
    return b
"""
WRONG_LINE = "s_next = np.tanh(U @ x_t) * 0.5 + np.sin(W @ s_prev) - ba ** 3"


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root():
    return ROOT


@pytest.fixture(scope="module")
def spellings(root):
    return load_module(list_path(root, "spellings", "rnn"), root)


@pytest.fixture(scope="module")
def right(root):
    return read_material(root, "rnn").answers


@pytest.fixture(scope="module")
def starter(root):
    return starter_of(root, "rnn")


@pytest.fixture(scope="module")
def reference(root):
    return reference_of(root, "rnn")


@pytest.fixture(scope="module")
def similar(starter, reference):
    """The pairs of a class by ids."""

    def of(class_results, **given):
        return pairs_of(class_results, **{"starter": starter, "reference": reference, **given})

    return of


def class_of(*answers: dict[str, str], wrong: tuple[str, ...] = ()) -> ClassResults:
    """Students s00, s01 … with these answers; those to `wrong` exercises got no points."""
    exercises = tuple(
        Exercise(name, f"test_{name}", "rnn", 1.0)
        for name in dict.fromkeys(name for own in answers for name in own)
    )
    students = tuple(
        StudentResult(
            Student(f"s{number:02d}"),
            Standing.GRADED,
            tuple(
                ExerciseResult(
                    each, auto=float(each.name not in wrong), code=own.get(each.name, "")
                )
                for each in exercises
            ),
        )
        for number, own in enumerate(answers)
    )
    return ClassResults("rnn101", "rnn", exercises, students)


def ids(pairs) -> list[tuple[str, str]]:
    return [(pair.first, pair.second) for pair in pairs]


@pytest.fixture(scope="module")
def honest(spellings, right):
    """Eight students, each with other right programs; two more with the reference's."""
    own = [
        {name: found[number].strip() for name, found in spellings.SPELLINGS.items()}
        for number in range(8)
    ]
    return [*own, right, right]


def test_independent_right_solutions_are_no_pair(similar, honest):
    assert similar(class_of(*honest)) == ()


def test_independent_right_solutions_are_no_pair_without_the_courses_files(similar, honest):
    assert similar(class_of(*honest[:8]), starter={}, reference={}) == ()


def test_known_mistakes_alone_are_no_pair(similar, root, right):
    source = solution_path(root, "rnn").read_text(encoding="utf-8")
    mistakes = load_module(list_path(root, "mistakes", "rnn"), root).MISTAKES
    twice = [
        {**right, each.exercise: functions_of(patched(each, source))[each.exercise]}
        for each in mistakes
        for _ in range(2)
    ]
    assert similar(class_of(*twice, wrong=tuple(right))) == ()


def test_one_changed_token_is_no_pair_even_if_nobody_knows_the_mistake(similar, honest, right):
    changed = {**right, "bptt": right["bptt"].replace('output["dby"]', 'output["dV"]')}
    assert changed != right
    found = similar(class_of(*honest, changed, changed, wrong=tuple(right)), reference=right)
    assert found == ()


def test_the_lectures_own_code_is_no_pair(similar, honest, spellings):
    lecture = {name: code.strip() for name, code in spellings.LECTURE.items()}
    assert similar(class_of(*honest, lecture, lecture)) == ()


def test_blank_submissions_are_no_pair(similar, honest, starter):
    blank = dict(starter)
    assert similar(class_of(*honest, blank, blank, {}, {})) == ()


def test_the_starter_code_counts_for_nothing(similar, honest):
    """Two texts that others do not have, and that the course gave out."""
    with_starter = {"softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    everybody = class_of(*honest, with_starter, with_starter)
    assert ids(similar(everybody)) == [("s10", "s11")]
    assert similar(everybody, starter=with_starter) == ()


def test_the_reference_counts_for_nothing(similar, honest, reference):
    own = {"softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    both = {name: code + own.get(name, "") for name, code in reference.items()}
    assert similar(class_of(*honest, own, own), reference=both) == ()


def test_what_most_of_the_class_shares_counts_for_nothing(similar, honest):
    own = {"softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    assert similar(class_of(*honest, *[own] * 15)) == ()


def test_a_copy_is_found_and_nobody_else(similar, honest, right):
    copied = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    (pair,) = similar(class_of(*honest, copied, copied))
    assert (pair.first, pair.second) == ("s10", "s11")
    assert {each.exercise for each in pair.code} == {"softmax", "gradient_step"}
    assert [each.share for each in pair.code] == [pytest.approx(1.0)] * 2
    assert pair.share == pytest.approx(1.0)
    assert pair.common > 50


def test_a_copy_with_other_names_and_lines_in_another_order_is_found(similar, honest, right):
    one = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    other = {**right, "softmax": RENAMED_SOFTMAX, "gradient_step": RENAMED_STEP}
    (pair,) = similar(class_of(*honest, one, other))
    assert (pair.first, pair.second) == ("s10", "s11")
    assert pair.share < 1


def test_lines_that_were_swapped_still_go_together(similar, honest, right):
    one = {**right, "gradient_step": OWN_STEP.strip()}
    other = {**right, "gradient_step": RENAMED_STEP.strip()}
    (pair,) = similar(class_of(*honest, one, other))
    (code,) = pair.code
    goes_with = {
        line.text.strip(): code.second[line.match - 1].text.strip()
        for line in code.first
        if line.match is not None
    }
    assert goes_with['slope = gradients["d" + label].astype(float)'] == (
        'c = gradients["d" + a].astype(float)'
    )
    assert goes_with["start = parameters[label].astype(float)"] == (
        "d = parameters[a].astype(float)"
    )


def test_lines_go_with_each_other_both_ways(similar, honest, right):
    one, other = {**right, "softmax": OWN_SOFTMAX}, {**right, "softmax": "\n" + OWN_SOFTMAX}
    (pair,) = similar(class_of(*honest, one, other))
    (code,) = pair.code
    there = {(n, line.match) for n, line in enumerate(code.first, start=1) if line.match}
    back = {(line.match, n) for n, line in enumerate(code.second, start=1) if line.match}
    assert there == back
    assert len(there) >= 4


def test_layout_and_comments_hide_nothing(similar, honest, right):
    one = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    spread = {
        name: "# mine alone\n" + code.replace(" = ", "=").replace("(", "( ").replace("\n", "\n\n")
        for name, code in one.items()
    }
    (pair,) = similar(class_of(*honest, one, spread))
    assert pair.share == pytest.approx(1.0)


def test_three_students_who_share_code_are_three_pairs(similar, honest, right):
    own = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    found = similar(class_of(*honest, own, own, own))
    assert ids(found) == [("s10", "s11"), ("s10", "s12"), ("s11", "s12")]


def test_an_odd_comment_is_evidence_in_any_language(similar, honest, right):
    for said in ("# no idea why this works but it does", "# 这里我也不知道为什么要减一"):
        own = {**right, "bptt": f"{right['bptt']}\n    {said}"}
        (pair,) = similar(class_of(*honest, own, own))
        (code,) = pair.code
        assert code.exercise == "bptt"
        (line,) = [each for each in code.first if each.match is not None]
        assert line.text.strip() == said


def test_a_comment_of_few_words_is_no_evidence(similar, honest, right):
    own = {**right, "bptt": f"{right['bptt']}\n    # backward pass"}
    assert similar(class_of(*honest, own, own)) == ()


def test_the_same_unusual_names_in_the_lectures_formulas_are_evidence(similar, honest, right):
    odd = {"s_next": "wombat", "da": "kiwi_bird", "step": "yaks", "dz": "gnu_horn", "norm": "lama"}
    own = {
        name: re.sub(r"\b\w+\b", lambda word: odd.get(word[0], word[0]), code)
        for name, code in right.items()
    }
    (pair,) = similar(class_of(*honest, own, own))
    assert (pair.first, pair.second) == ("s10", "s11")


def test_the_same_wrong_line_is_evidence(similar, honest, right):
    line = "s_next = np.tanh(U @ x_t + W @ s_prev + ba)"
    assert line in right["rnn_cell_forward"]
    wrong = right["rnn_cell_forward"].replace(line, WRONG_LINE)
    own = {**right, "rnn_cell_forward": wrong}
    (pair,) = similar(class_of(*honest, own, own, wrong=("rnn_cell_forward",)))
    (code,) = pair.code
    assert WRONG_LINE in [each.text.strip() for each in code.first if each.match]


def test_code_that_is_not_python_is_compared_too(similar, honest, right):
    broken = OWN_STEP.replace("):", ")", 1) + '\n    """never closed'
    own = {**right, "gradient_step": broken}
    assert ids(similar(class_of(*honest, own, own))) == [("s10", "s11")]


def test_nothing_stands_out_of_few_students(similar, right):
    own = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    assert similar(class_of(right, right, right, own, own)) == ()


def test_a_pair_must_stand_out_of_the_class(similar, right):
    """Where everybody has a partner, nobody is named."""
    couples = [
        {**right, "gradient_step": re.sub(r"\b(moved|slope|start)\b", rf"\1_{number}", OWN_STEP)}
        for number in range(8)
        for _ in range(2)
    ]
    assert similar(class_of(*couples), most=100) == ()


def test_no_more_pairs_are_shown_than_asked_for(similar, honest, right):
    own = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    assert len(similar(class_of(*honest, own, own, own), most=2)) == 2


def test_the_most_evidence_comes_first(similar, honest, right):
    few, much = {**right, "softmax": OWN_SOFTMAX}, {**right, "gradient_step": OWN_STEP}
    assert ids(similar(class_of(*honest, few, few, much, much))) == [
        ("s12", "s13"),
        ("s10", "s11"),
    ]


def test_the_same_class_gives_the_same_pairs(similar, honest, right):
    own = {**right, "softmax": OWN_SOFTMAX, "gradient_step": OWN_STEP}
    results = class_of(*honest, own, own, own)
    assert similar(results) == similar(results)


def test_what_students_were_given_is_not_shown(similar, honest, right, starter):
    own = {**right, "softmax": starter["softmax"] + OWN_SOFTMAX}
    (pair,) = similar(class_of(*honest, own, own))
    (code,) = pair.code
    assert '"""' not in "".join(line.text for line in code.first)
    assert "def softmax(z):" in [line.text for line in code.first]


def test_a_class_with_known_mistakes_has_no_pairs(similar):
    assert similar(sample_class(60)) == ()


def test_a_class_without_grades_has_no_pairs(similar):
    results = sample_class(30)
    nobody = tuple(
        replace(each, standing=Standing.NO_SUBMISSION, exercises=()) for each in results.students
    )
    assert similar(replace(results, students=nobody)) == ()
    assert similar(replace(results, students=())) == ()
