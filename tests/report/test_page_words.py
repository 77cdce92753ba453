"""Every word that the pages have is used on one of them."""

from collections import UserDict
from dataclasses import replace

import pytest
from sample_class import sample_class
from sample_findings import sample_findings

from autograder.batch.history import Grading
from autograder.checks import Status, Verdict, literal
from autograder.report import words
from autograder.report.findings import Findings, Remark
from autograder.report.page import report_page, student_page
from autograder.report.results import Standing

PREFIX = "report.page."


class Noting(UserDict):
    """A catalogue that knows what was asked of it."""

    def __init__(self, catalogue):
        super().__init__(catalogue)
        self.asked = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


def everything() -> Findings:
    """With all that a class may have, so that all is said."""
    results = sample_class(30)
    first, *others = results.students
    said = Verdict("softmax", Status.FAILED, 0, fact=literal("fact", "事实"))
    score = replace(first.exercises[0], manual=1.0, needs_review=True, visible=(said,))
    grading = replace(first.grading or Grading("", ""), problem="broken", from_cache=True)
    changed = replace(
        first,
        standing=Standing.NEEDS_REVIEW,
        exercises=(score, *first.exercises[1:]),
        penalty=1.0,
        seconds_late=4000.0,
        grading=grading,
    )
    findings = sample_findings(replace(results, students=(changed, *others)))
    remark = (Remark(first.student.id, literal("why", "为何")),)
    one = findings.trust.versions[0]
    trust = replace(
        findings.trust, not_graded=remark, to_review=remark, versions=(one, one), graded=99
    )
    return replace(findings, trust=trust)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_used(monkeypatch, language):
    noting = Noting(words.CATALOGUES[language])
    monkeypatch.setitem(words.CATALOGUES, language, noting)
    findings = everything()
    report_page(findings, language)
    clean = replace(findings.trust, timeouts=(), grader_errors=(), to_review=(), not_graded=())
    clean = replace(clean, versions=clean.versions[:1])
    bare = replace(findings, trust=clean, calls=(), distribution=None)
    report_page(bare, language)
    for count in (0, 1, 2):
        scores = findings.distribution.scores[:count]
        few = replace(findings.distribution, scores=scores) if count else None
        trust = replace(clean, graded=count)
        report_page(replace(findings, trust=trust, distribution=few), language)
    without = replace(findings.results.students[9], grading=None)
    first = findings.results.students[0]
    failed = replace(first, grading=replace(first.grading, is_graders=True))
    for student in (*findings.results.students, without, failed):
        student_page(student, findings, language, "report.html")
    known = {key for key in noting if key.startswith(PREFIX)}
    assert known - noting.asked == set()
