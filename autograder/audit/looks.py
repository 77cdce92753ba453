"""The looks that an audit takes at one exercise: functions of an assignment and a name.

What a look returns are counts and complaints; it never raises for what a program does.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.audit.assignment import Assignment
from autograder.audit.diagnosis_look import look_at_diagnoses
from autograder.audit.known_look import look_at_blame, look_at_mistakes, look_at_spellings
from autograder.audit.mutant_look import look_at_mutants, look_at_near_misses
from autograder.audit.record import Findings
from autograder.audit.suite_look import look_at_the_suite

Look = Callable[[Assignment, str], Findings]
# The longest first: they are dealt out to the processors in this order.
LOOKS: dict[str, Look] = {
    "mutants": look_at_mutants,
    "diagnoses": look_at_diagnoses,
    "blame": look_at_blame,
    "mistakes": look_at_mistakes,
    "near misses": look_at_near_misses,
    "suite": look_at_the_suite,
    "spellings": look_at_spellings,
}
