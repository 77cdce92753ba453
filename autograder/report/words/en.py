"""English texts of reports. Facts first; what to do stands apart."""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "graded",
    "report.standing.needs_review": "needs review",
    "report.standing.not_graded": "not graded",
    "report.standing.no_submission": "no submission",
}
