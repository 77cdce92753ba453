"""What Gradescope shows of a graded submission: its `results.json`."""
