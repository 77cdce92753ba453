"""An assignment's autograder for Gradescope: the zip, and what runs in it.

Layout there: Gradescope, Autograder Specifications, "File hierarchy",
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""
