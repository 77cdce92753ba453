"""Mutants of the reference `gru` that are right programs, each with the reason.

The audit holds every entry to it: it must be a mutant, no test may refuse it, and it must compute
what the reference computes on the tests' own arguments and on others of the same shapes.
"""

from autograder.audit.equivalents import Equivalent

BOTH_FORMS = "both forms of the formula are exact where no exponential overflows, so near 0 as well"

EQUIVALENTS = (
    Equivalent(
        exercise="sigmoid",
        find="z.real < 0",
        replace="None",
        reason="the plain formula: exp(1000) is inf, 1 / inf is 0, and a warning costs nothing",
    ),
    Equivalent(
        exercise="sigmoid",
        find="z.real < 0",
        replace="z < 0",
        reason="entries are real: only the reference's complex step hands in others",
    ),
    Equivalent(exercise="sigmoid", find="< 0", replace="<= 0", reason=BOTH_FORMS),
    Equivalent(exercise="sigmoid", find="< 0", replace="< 1", reason=BOTH_FORMS),
    Equivalent(exercise="sigmoid", find="< 0", replace="< (-1)", reason=BOTH_FORMS),
)
