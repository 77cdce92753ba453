"""The report as HTML: one page of a class, and one of each student. Pure functions of findings."""

from autograder.report.page.report import report_page
from autograder.report.page.student import student_page

__all__ = ["report_page", "student_page"]
