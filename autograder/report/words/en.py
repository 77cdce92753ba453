"""English texts of reports. Facts first; what to do stands apart."""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "graded",
    "report.standing.needs_review": "needs review",
    "report.standing.not_graded": "not graded",
    "report.standing.no_submission": "no submission",
    # What can be relied on.
    "report.trust.not_graded": "not graded: {why}",
    "report.trust.not_graded_yet": "handed in, and no result yet: `autograder grade` grades it "
    "or says why",
    "report.trust.timeouts": "ran too long and was stopped: {exercises}",
    "report.trust.timeouts_cells": "cells that ran too long and were stopped: {count}",
    "report.trust.grader_error": "{exercise}: the grader failed, not the student: {why}",
    "report.trust.grader_error_all": "the grader failed, not the student: {why}",
    "report.trust.review": "{exercise} waits for a look: {why}",
    "report.trust.has_manual_score": "it has a manual score, and was graded again since",
    "report.trust.no_automatic_score": "it has no automatic score, and waits for yours",
    "report.trust.no_reason": "it is marked for review in the gradebook",
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
    # the page of a class, and those of students
    "report.page.title": "{assignment} · {course} · report",
    "report.page.contents": "Contents",
    "report.page.filter": "Filter",
    "report.page.filter_hint": "press / to type",
    "report.page.filter_count": "# of # shown",
    "report.page.summary": "Graded: {graded} of {students}.",
    "report.page.summary_scores": "The median is {median} of {points} points.",
    "report.page.nobody": "Nobody is graded yet.",
    "report.page.course": "course {course}",
    "report.page.nothing": "Nothing to show.",
    "report.page.student": "Student",
    "report.page.exercise": "Exercise",
    "report.page.score": "Score",
    "report.page.points": "Points",
    "report.page.trust.title": "Can the results be trusted?",
    "report.page.trust.clean": "Nothing asks for a look.",
    "report.page.trust.look": "Some results ask for a look, below.",
    "report.page.trust.empty": "Nobody is graded yet: there is no result to trust or to doubt.",
    "report.page.trust.mixed": "Not all were graded by the same tests, kit and environment.",
    "report.page.trust.unknown": (
        "What graded {count} of them is not known: they carry no stamp of tests, kit and "
        "environment."
    ),
    "report.page.trust.students": "Students",
    "report.page.trust.collected": "Collected",
    "report.page.trust.graded": "Graded",
    "report.page.trust.from_cache": "From the cache",
    "report.page.trust.unrecorded": "Not on record",
    "report.page.trust.timeouts": "Timeouts",
    "report.page.trust.grader_errors": "Grader errors",
    "report.page.trust.to_review": "To review by hand",
    "report.page.trust.tiers": "Graded in sandbox tier",
    "report.page.trust.newest": "Last graded",
    "report.page.trust.about_timeouts": "Out of time: {count}",
    "report.page.trust.about_grader_errors": (
        "Grader errors, which cost the student nothing: {count}"
    ),
    "report.page.trust.about_not_graded": "Not graded: {count}",
    "report.page.trust.about_to_review": "To review by hand: {count}",
    "report.page.trust.about_no_submission": "No submission: {count}",
    "report.page.trust.versions": "What graded them",
    "report.page.trust.environment": "Environment",
    "report.page.trust.tests": "Hidden tests",
    "report.page.trust.secret": "Secret",
    "report.page.trust.kit": "Kit",
    "report.page.trust.submissions": "Submissions",
    "report.page.trust.meaning": "What these words mean",
    "report.page.trust.meaning_cache": (
        "From the cache: the same notebook was graded before by the same tests, kit and "
        "environment. That result was taken."
    ),
    "report.page.trust.meaning_record": (
        "Not on record: graded by `nbgrader autograde`, or before the course had a history. When "
        "and how long is not known."
    ),
    "report.page.trust.meaning_tier": (
        "Sandbox tier: how well students' code was shut in. A: files, processes and network of its "
        "own. B: the kernel refuses it all other files and the network. C: not isolated, it could "
        "read what the grader can."
    ),
    "report.page.trust.meaning_hashes": (
        "Tests, secret and kit stand there as hashes: equal ones are equal files. The secret is "
        "the course's own, from which hidden inputs are made. A dash: the course has none."
    ),
    "report.page.scores.title": "Scores",
    "report.page.scores.sentence": (
        "Half of the students have between {low} and {high} of {points} points. The median "
        "is {median}, the mean {mean}."
    ),
    "report.page.scores.few": (
        "The scores lie between {low} and {high} of {points} points. The median is {median}, "
        "the mean {mean}."
    ),
    "report.page.scores.one": "The only score is {median} of {points} points.",
    "report.page.scores.not_final": (
        "Not final: {count} of these submissions wait for a human, and points may be missing."
    ),
    "report.page.scores.caption": "Students by total score, after late penalties",
    "report.page.scores.axis": "points",
    "report.page.scores.range": "Points",
    "report.page.scores.students": "Students",
    "report.page.scores.legend": "Dashed line: the median. A score on a bound counts above it.",
    "report.page.gaps.title": "Visible checks and hidden tests",
    "report.page.gaps.sentence": (
        "Of those who wrote the exercise. "
        "Students see the visible checks only. Where these pass and the hidden tests take "
        "points, the visible checks may be too weak. Where only the hidden tests pass, most likely "
        "an earlier function is wrong: a visible check runs it, a hidden test takes a right one."
    ),
    "report.page.gaps.caption": "Mean share passed, and submissions by what passed",
    "report.page.gaps.visible": "Visible",
    "report.page.gaps.hidden": "Hidden",
    "report.page.gaps.both": "Both passed",
    "report.page.gaps.fooled": "Only visible passed",
    "report.page.gaps.strict": "Only hidden passed",
    "report.page.gaps.neither": "Neither",
    "report.page.gaps.visible_legend": "visible checks passed",
    "report.page.gaps.hidden_legend": "hidden points earned",
    "report.page.items.title": "Exercises",
    "report.page.items.sentence": (
        "Difficulty is the mean share of the points: a high value is an easy exercise. "
        "Discrimination is the correlation with the rest of the score, without the exercise "
        "itself: near 1, it tells strong students from weak ones; near 0, it tells nothing; below "
        "0, look at its tests. A dash: too few students, or too little difference between them. "
        "A 95 % interval holds the values that fit what was seen: the fewer students, the wider. "
        "It is approximate."
    ),
    "report.page.items.caption": "Difficulty and discrimination, with 95 % intervals",
    "report.page.items.legend": "Lines are 95 % intervals.",
    "report.page.items.difficulty": "Difficulty",
    "report.page.items.discrimination": "Discrimination",
    "report.page.items.students": "Students",
    "report.page.items.full": "Full points",
    "report.page.items.partial": "Some points",
    "report.page.items.none": "No points",
    "report.page.items.unwritten": "Not written",
    "report.page.items.flags": "Look here",
    "report.page.items.check": "Hidden test",
    "report.page.items.all_checks": "Hidden tests, one by one",
    "report.page.items.passed": "Passed",
    "report.page.items.failed": "Failed",
    "report.page.items.skipped": "Did not run",
    "report.page.items.grader_errors": "Grader errors",
    "report.page.misconceptions.title": "Misconceptions",
    "report.page.misconceptions.sentence": (
        "Causes of lost points, the most frequent first. Unexplained: {count} of {all} ({share})."
    ),
    "report.page.misconceptions.caption": "Likely causes, by students",
    "report.page.misconceptions.cause": "Likely cause",
    "report.page.misconceptions.students": "Students",
    "report.page.misconceptions.lost": "Points lost",
    "report.page.misconceptions.section": "Lecture",
    "report.page.misconceptions.unexplained": "unexplained",
    "report.page.misconceptions.sample": "Code of one student",
    "report.page.misconceptions.who": "Students: {count}",
    "report.page.calls.title": "Students to call",
    "report.page.calls.sentence": "Facts only: nothing is added up. The fewest points come first.",
    "report.page.calls.caption": "Who, and the facts",
    "report.page.calls.facts": "Facts",
    "report.page.pairs.title": "Similar submissions",
    "report.page.pairs.sentence": (
        "Evidence to read, not a verdict. Starter code and what most of the class shares are "
        "left out."
    ),
    "report.page.pairs.fact": (
        "{share} of the code matches, word by word and sign by sign; {tokens} words and signs "
        "match that few others have."
    ),
    "report.page.pairs.like": "like line {line} of the other",
    "report.page.slowest.title": "Slowest submissions",
    "report.page.slowest.caption": "How long grading took",
    "report.page.slowest.seconds": "Seconds",
    "report.page.everybody.title": "Everybody",
    "report.page.everybody.sentence": (
        "Points of every exercise. Full points are pale, no points are bold. A dash: no score yet."
    ),
    "report.page.everybody.caption": "Students and exercises",
    "report.page.everybody.penalty": "Late penalty",
    "report.page.everybody.standing": "State",
    "report.page.own.back": "The whole class",
    "report.page.own.score": "Score",
    "report.page.own.penalty": "Late penalty",
    "report.page.own.submitted": "Submitted",
    "report.page.own.late": "Deadline",
    "report.page.own.late_time": "{hours} h {minutes} min late",
    "report.page.own.on_time": "on time",
    "report.page.own.graded": "Graded",
    "report.page.own.seconds": "Grading took",
    "report.page.own.seconds_value": "{seconds} s",
    "report.page.own.cached": "from the cache",
    "report.page.own.standing": "State",
    "report.page.own.tier": "Sandbox tier",
    "report.page.own.unrecorded": "What graded it is not on record.",
    "report.page.own.graded_by": "What graded it",
    "report.page.own.facts": "Facts",
    "report.page.own.similar": "Similar to {students}: see “Similar submissions” in the report.",
    "report.page.own.points": "Points",
    "report.page.own.out_of": "Out of",
    "report.page.own.table": "Points of every exercise",
    "report.page.own.visible": "Visible checks",
    "report.page.own.hidden": "Hidden tests",
    "report.page.own.manual": "By hand",
    "report.page.own.visible_said": "What the visible checks said",
    "report.page.own.passed": "passed",
    "report.page.own.not_passed": "not passed",
    "report.page.own.code": "Code",
    "report.page.own.problem": "Not graded: {problem}",
    "report.page.own.grader_problem": "The grader failed, not the student: {problem}",
    "report.page.own.review": "A human must look at this exercise.",
    # One exercise in the terminal.
    "report.item.head": "{assignment}, {points:g} points, {students} students",
    "report.item.difficulty": "difficulty",
    "report.item.discrimination": "discrimination",
    "report.item.points": "points",
    "report.item.gap": "visible and hidden",
    "report.item.interval": "{value:.2f}  (95 % interval {low:.2f} to {high:.2f})",
    "report.item.nobody": "–  (nobody is graded yet)",
    "report.item.too_few": "–  (too few students, or too few who differ, to tell)",
    "report.item.counts": "full {full} · some {partial} · none {none} · not written {unwritten}",
    "report.item.gaps": "of {wrote} who wrote it, only the visible checks passed: {fooled}; only "
    "the hidden tests: {strict}",
    "report.item.look": "look here",
    "report.item.check": "hidden test",
    "report.item.passed": "passed",
    "report.item.failed": "failed",
    "report.item.skipped": "did not run",
    "report.item.grader_errors": "grader errors",
    "report.item.unexplained": "unexplained",
    "report.item.lost": "points lost: {points:g}",
    "report.item.section": "lecture: {section}",
    # One student in the terminal.
    "report.student.head": "{assignment}: {score:g} of {points:g} points, {standing}",
    "report.student.head_ungraded": "{assignment}: no points, {standing}",
    "report.student.late": "{hours} h {minutes} min late, {penalty:g} points off",
    "report.student.assignment": "assignment",
    "report.student.exercise": "exercise",
    "report.student.what": "what went wrong",
    "report.student.manual": "graded by hand",
    "report.student.unrecorded": "what graded it is not on record",
    "report.student.graded_by": "graded {written} UTC, tier {tier}, {seconds:.1f} s",
    "report.student.versions": "tests {tests}, secret {secret}, kit {kit}; {environment}",
    "report.student.earlier": "before: {written} UTC, {total:g} points, tests {tests}",
    "report.student.earlier_problem": "before: {written} UTC, no result: {why}",
    # exports
    "report.export.score": "{exercise}: {score} of {points} points.",
    "report.export.no_score": "{exercise}: no score yet.",
    # Gradescope
    "report.gradescope.summary": "Visible checks passed: {passed} of {count}. "
    "Hidden tests decide the points.",
    "report.gradescope.needs_review": "An instructor will look at: {names}.",
    "report.gradescope.late": "Handed in late: {penalty:g} points off.",
    "report.gradescope.visible": "{exercise}: visible check",
    "report.gradescope.grader_error": "The grader failed here, not your code. "
    "It costs you nothing. An instructor will look at it.",
    "report.gradescope.skipped": "This test did not run: it needs the function that is missing.",
    "report.gradescope.by_hand": "An instructor grades this by hand.",
    "report.gradescope.manual": "An instructor gave {score:g} of {points:g} points.",
    "report.gradescope.refused": "This hand-in could not be graded. It has 0 points for now.\n"
    "Found: {found}\nExpected: {expected}\nWhat to do: {cure}",
    "report.gradescope.found_nothing": "no file",
    "report.gradescope.found_files": "no notebook among: {files}",
    "report.gradescope.found_several": "several notebooks: {files}",
    "report.gradescope.found_large": "the file {file} of {size:.1f} MiB",
    "report.gradescope.found_beside": "{size:.1f} MiB of files beside the notebook, "
    "the largest of them {file}",
    "report.gradescope.expect_notebook": "one Jupyter notebook, a file that ends in .ipynb",
    "report.gradescope.expect_named": "notebooks with these names: {files}",
    "report.gradescope.expect_size": "at most {most:.0f} MiB",
    "report.gradescope.cure_hand_in": "Hand in the notebook (.ipynb) of this assignment, "
    "as Jupyter saved it.",
    "report.gradescope.cure_one": "Hand in one notebook only, or give it the expected name.",
    "report.gradescope.cure_outputs": "Clear all outputs in Jupyter, save the notebook, "
    "and hand it in again.",
    "report.gradescope.cure_beside": "Hand in the notebook without files that it does not need.",
    "report.gradescope.cure_save": "Open the notebook of this assignment in Jupyter, save it, "
    "and hand in that file.",
}
