"""English texts of reports. Facts first; what to do stands apart."""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "graded",
    "report.standing.needs_review": "needs review",
    "report.standing.not_graded": "not graded",
    "report.standing.no_submission": "no submission",
    # What can be relied on.
    "report.trust.not_graded": "not graded: {why}",
    "report.trust.not_graded_yet": "handed in and not graded yet: run `autograder grade`",
    "report.trust.old_result": "the newest hand-in can't be graded; an older result stands: {why}",
    "report.trust.timeouts": "ran too long and was stopped: {exercises}",
    "report.trust.timeouts_cells": "cells that ran too long and were stopped: {count}",
    "report.trust.grader_error": "{exercise}: the grader failed, not the student: {why}",
    "report.trust.grader_error_all": "the grader failed, not the student: {why}",
    "report.trust.review": "{exercise} waits for a look: {why}",
    "report.trust.has_manual_score": "has a manual score, and was graded again since",
    "report.trust.no_automatic_score": "has no automatic score: it waits for yours",
    "report.trust.no_reason": "is marked for review in the gradebook",
    # Where to look.
    "report.flag.easy": "almost everybody has full points: {full} of {students}. It tells little",
    "report.flag.hard": "almost nobody has full points: {full} of {students}; "
    "not written by {unwritten}. Is it clear what is asked?",
    "report.flag.negative": "who does well elsewhere does worse here: the correlation is "
    "{value:.2f} (95 % interval {low:.2f} to {high:.2f}). Do the tests want what is asked?",
    "report.flag.low": "says little about the rest of the work: the correlation is {value:.2f} "
    "(95 % interval {low:.2f} to {high:.2f})",
    "report.flag.gap": "the visible checks passed and the hidden tests took points: {fooled} of "
    "{wrote} who wrote it. Could a visible check tell them before?",
    "report.flag.all_fail": "nobody passes “{check}”: {failed} failed. Is the check right?",
    "report.flag.grader_errors": "the grader failed in {errors} of {graded} submissions: look at "
    "the tests, not at the students",
    # What is behind lost points, where no array was compared.
    "report.cause.either": "one of these: {causes}",
    "report.cause.unwritten": "not written",
    "report.cause.together": "together: {causes}",
    "report.cause.not_defined": "the function is not defined: its cell did not run, or its name is "
    "another one",
    "report.cause.stopped": "the code runs too long and is stopped",
    "report.cause.raised": "the code raises an error",
    # Whom to talk to.
    "report.call.nothing": "handed in nothing",
    "report.call.not_graded": "handed in what can't be graded: {why}",
    "report.call.blank": "handed in, and nothing is written",
    "report.call.unwritten": "{unwritten} of {total} exercises are not written; the first is "
    "{exercise}",
    "report.call.stopped": "code that ran too long and was stopped: {exercises}",
    "report.call.fooled": "all visible checks passed, and half of the points or more are lost: "
    "{exercises}",
    "report.call.unexplained": "points are lost and nobody could say why: {exercises}",
    "report.call.late": "{penalty:g} of {raw:g} points are off for being late",
    # One exercise in the terminal.
    "report.item.head": "{assignment}, {points:g} points, {students} students",
    "report.item.difficulty": "difficulty",
    "report.item.discrimination": "discrimination",
    "report.item.points": "points",
    "report.item.gap": "visible and hidden",
    "report.item.interval": "{value:.2f}  (95 % interval {low:.2f} to {high:.2f})",
    "report.item.too_few": "–  (too few students, or too few who differ, to tell)",
    "report.item.counts": "full {full} · some {partial} · none {none} · not written {unwritten}",
    "report.item.gaps": "of {wrote} who wrote it, only the visible checks passed: {fooled}; only "
    "the hidden tests: {strict}",
    "report.item.look": "look here",
    "report.item.check": "hidden test",
    "report.item.passed": "passed",
    "report.item.failed": "failed",
    "report.item.skipped": "skipped",
    "report.item.grader_errors": "grader errors",
    "report.item.unexplained": "unexplained",
    "report.item.lost": "{points:g} points lost by {count}",
    "report.item.section": "lecture: {section}",
    # One student in the terminal.
    "report.student.head": "{assignment}: {score:g} of {points:g} points, {standing}",
    "report.student.head_ungraded": "{assignment}: no points, {standing}",
    "report.student.late": "{hours:.1f} hours late, {penalty:g} points off",
    "report.student.exercise": "exercise",
    "report.student.what": "what went wrong",
    "report.student.manual": "graded by hand",
    "report.student.unrecorded": "what graded it is not on record",
    "report.student.graded_by": "graded {written} UTC, tier {tier}, {seconds:.1f} s",
    "report.student.versions": "tests {tests}, secret {secret}, kit {kit}; {environment}",
    "report.student.earlier": "before: {written} UTC, {total:g} points, tests {tests}",
    "report.student.earlier_problem": "before: {written} UTC, no result: {why}",
}
