"""Mutants of the reference `rnn` that are right programs, each with the reason.

The audit holds every entry to it: it must be a mutant, no test may refuse it, and it must compute
what the reference computes on the tests' own arguments and on others of the same shapes.
"""

from autograder.audit.equivalents import Equivalent

ONE_ROW = "a row of n numbers and a (1, n) array are broadcast alike against (m, n)"
SAME_BATCH = "all arguments hold the same batch, so their second axes are equally long"
LETTERS = "einsum takes capital letters, and the names of its axes are free"

EQUIVALENTS = (
    Equivalent(
        exercise="softmax",
        find="np.max(z.real, axis=0, keepdims=True)",
        replace="np.max(z.real, axis=0)",
        reason=ONE_ROW,
    ),
    Equivalent(
        exercise="softmax",
        find="np.max(z.real, axis=0, keepdims=True)",
        replace="np.max(z.real, axis=0, keepdims=False)",
        reason=ONE_ROW,
    ),
    Equivalent(
        exercise="softmax",
        find="z.real",
        replace="z",
        reason="scores are real: only the reference's complex step hands in others",
    ),
    Equivalent(
        exercise="softmax",
        find="np.sum(e, axis=0, keepdims=True)",
        replace="np.sum(e, axis=0)",
        reason=ONE_ROW,
    ),
    Equivalent(
        exercise="softmax",
        find="np.sum(e, axis=0, keepdims=True)",
        replace="np.sum(e, axis=0, keepdims=False)",
        reason=ONE_ROW,
    ),
    Equivalent(
        exercise="one_hot",
        find='f"token {tokens[outside][0]} is outside the vocabulary 0…{vocabulary_size - 1}"',
        replace="None",
        reason="the contract asks for a ValueError and leaves its words to the student",
    ),
    Equivalent(
        exercise="cross_entropy",
        find="np.sum(y * targets, axis=0)",
        replace="np.max(y * targets, axis=0)",
        reason="a one-hot column has one entry, so the largest of these products is their sum",
    ),
    Equivalent(
        exercise="cross_entropy",
        find="np.maximum(p",
        replace="np.add(p",
        reason="the smallest of all numbers vanishes beside any probability but 0",
    ),
    Equivalent(
        exercise="cross_entropy",
        find="np.finfo(float)",
        replace="np.finfo(None)",
        reason="numpy up to 2.4 takes None for its own default type, which is float",
        varies=True,
    ),
    Equivalent(
        exercise="cross_entropy",
        find="/ y.shape[1]",
        replace="/ targets.shape[1]",
        reason=SAME_BATCH,
    ),
    Equivalent(
        exercise="output_backward",
        find="/ y.shape[1]",
        replace="/ targets.shape[1]",
        reason=SAME_BATCH,
    ),
    Equivalent(
        exercise="output_backward",
        find="/ y.shape[1]",
        replace="/ s.shape[1]",
        reason=SAME_BATCH,
    ),
    Equivalent(
        exercise="output_backward",
        find="ibt,jbt->ij",
        replace="IBT,JBT->IJ",
        reason=LETTERS,
    ),
    Equivalent(
        exercise="output_backward",
        find="ij,ibt->jbt",
        replace="IJ,IBT->JBT",
        reason=LETTERS,
    ),
    Equivalent(
        exercise="clip_gradients",
        find="norm > max_norm",
        replace="norm >= max_norm",
        reason="where the norm is the limit itself the factor is 1 in both branches",
    ),
)
