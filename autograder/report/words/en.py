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
    "report.gradescope.expect_notebook": "one Jupyter notebook, a file that ends in .ipynb",
    "report.gradescope.expect_named": "notebooks with these names: {files}",
    "report.gradescope.expect_size": "at most {most:.0f} MiB",
    "report.gradescope.cure_hand_in": "Hand in the notebook (.ipynb) of this assignment, "
    "as Jupyter saved it.",
    "report.gradescope.cure_one": "Hand in one notebook only, or give it the expected name.",
    "report.gradescope.cure_outputs": "Clear all outputs in Jupyter, save the notebook, "
    "and hand it in again.",
    "report.gradescope.cure_save": "Open the notebook of this assignment in Jupyter, save it, "
    "and hand in that file.",
}
