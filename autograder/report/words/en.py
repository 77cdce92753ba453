"""English texts of reports. Facts first; what to do stands apart."""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "graded",
    "report.standing.needs_review": "needs review",
    "report.standing.not_graded": "not graded",
    "report.standing.no_submission": "no submission",
    # exports
    "report.export.score": "{exercise}: {score} of {points} points.",
    "report.export.no_score": "{exercise}: no score yet.",
    "report.export.labelled": "{label}: {sentence}",
}
