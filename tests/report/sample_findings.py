"""Findings made by hand, of every kind there is: what the page is tested with."""

from itertools import pairwise

from sample_class import ROOT, VERSIONS, sample_class

from autograder.checks import Message, literal
from autograder.checks.result import Certainty
from autograder.report.findings import (
    Call,
    CheckItem,
    Distribution,
    Findings,
    Gap,
    Interval,
    Item,
    Misconception,
    Pair,
    PairedCode,
    PairedLine,
    Remark,
    Slow,
    Trust,
)

__all__ = ["ROOT", "sample_findings"]
SLOW = literal("softmax ran out of time", "softmax 超时")


def sample_findings(results=None, **changed) -> Findings:
    """Of these results (or a class of 30); `changed` are fields that are to be others."""
    results = sample_class() if results is None else results
    ids = [each.student.id for each in results.students]
    fields = {
        "results": results,
        "trust": _trust(results, ids),
        "distribution": _distribution(results),
        "gaps": tuple(Gap(each, 14, 5, 1, 7, 0.71, 0.54) for each in results.exercises),
        "items": tuple(map(_item, results.exercises, range(99))),
        "misconceptions": _misconceptions(results, ids),
        "calls": (Call(ids[2], (literal("late by 3 h", "迟交 3 小时"), SLOW)),),
        "pairs": (_pair(ids[0], ids[1]),),
        "slowest": tuple(Slow(name, 9.5 - i, i % 2) for i, name in enumerate(ids[:5])),
    }
    return Findings(**{**fields, **changed})


def _trust(results, ids) -> Trust:
    graded = len(results.graded)
    return Trust(
        students=len(ids),
        collected=graded,
        graded=graded,
        from_cache=3,
        unrecorded=1,
        tiers={"A": graded - 1, "C": 1},
        versions=((VERSIONS, graded),),
        newest="2026-11-21T08:00:00+00:00",
        no_submission=tuple(ids[9::10]),
        timeouts=(Remark(ids[1], SLOW),),
        grader_errors=(Remark(ids[3], literal("the test broke", "测试出错")),),
    )


def _distribution(results) -> Distribution:
    scores = tuple(sorted(each.score for each in results.graded))
    step = results.points / 10
    edges = [step * i for i in range(11)]
    last = len(edges) - 2
    bins = tuple(
        (low, high, sum(low <= s < high or (i == last and s == high) for s in scores))
        for i, (low, high) in enumerate(pairwise(edges))
    )
    middle = scores[len(scores) // 2]
    return Distribution(results.points, scores, bins, sum(scores) / len(scores), middle, (48, 91))


def _item(exercise, place) -> Item:
    checks = (CheckItem({"en": "It adds up to `1`.", "zh": "和为 `1`。"}, 2, 20, 6, 1, 0),)
    found = None if place == 2 else Interval(0.3 - 0.1 * place, -0.1 - 0.1 * place, 0.62)
    flags = (Message("report.standing.needs_review"),) if place == 1 else ()
    share = Interval(0.92 - 0.05 * place, 0.8 - 0.05 * place, 0.97 - 0.03 * place)
    return Item(exercise, 27, share, found, 18, 6, 3, 1, checks, flags)


def _misconceptions(results, ids) -> tuple[Misconception, ...]:
    name = results.exercises[1].name
    heading = literal("Forward, step by step", "前向，一步一步")
    sample = "def f(x):\n    return x @ W  # the sign\n"
    return (
        Misconception(
            name,
            Certainty.NAMED,
            literal("`W` is transposed", "`W` 转置了"),
            ("W_T",),
            tuple(ids[:6]),
            24,
            sample,
            heading,
        ),
        Misconception(name, Certainty.UNKNOWN, None, (), tuple(ids[6:9]), 7.5),
        Misconception(
            results.exercises[4].name,
            Certainty.PATTERN,
            literal("right at the last time step only", "只有最后一个时间步是对的"),
            (),
            (ids[4],),
            4,
        ),
    )


def _pair(first, second) -> Pair:
    code = PairedCode(
        "softmax",
        0.91,
        (PairedLine("def softmax(z):", 1), PairedLine("    return a / b", 3)),
        (
            PairedLine("def softmax(z):", 1),
            PairedLine("    # mine"),
            PairedLine("    return c / d", 2),
        ),
    )
    return Pair(first, second, 0.87, 143, (code,))
