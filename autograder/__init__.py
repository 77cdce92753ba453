"""An auto-graded exercise kit for recurrent networks, and a two-room grader for nbgrader."""

__version__ = "0.1.0"
