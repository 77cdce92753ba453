"""The conscience of a course's author: what is wrong with a course, and how to mend it."""

from autograder.course.complaint import Complaint, as_text
from autograder.doctor.examine import Diagnosis, examine
from autograder.doctor.folder import NoSuchAssignmentError

__all__ = ["Complaint", "Diagnosis", "NoSuchAssignmentError", "as_text", "examine"]
