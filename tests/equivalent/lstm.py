"""Mutants of the reference `lstm` that are right programs, each with the reason.

The audit holds every entry to it: it must be a mutant, no test may refuse it, and it must compute
what the reference computes on the tests' own arguments and on others of the same shapes.
"""

from autograder.audit.equivalents import Equivalent

BOTH_FORMS = "both forms of the formula are exact where no exponential overflows, so near 0 as well"

EQUIVALENTS = (
    Equivalent(
        exercise="sigmoid",
        find="np.real(z)",
        replace="z",
        reason="numbers are real: only the reference's complex step hands in others",
    ),
    Equivalent(exercise="sigmoid", find=">= 0", replace="> 0", reason=BOTH_FORMS),
    Equivalent(exercise="sigmoid", find=">= 0", replace=">= 1", reason=BOTH_FORMS),
    Equivalent(exercise="sigmoid", find=">= 0", replace=">= (-1)", reason=BOTH_FORMS),
)
