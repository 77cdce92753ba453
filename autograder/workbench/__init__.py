"""What students run in a terminal on their own notebook: check, watch, ready. No answers."""
