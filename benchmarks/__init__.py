"""Graders side by side, on the same submissions, in one run: `make bench`."""
