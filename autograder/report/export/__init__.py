"""Files for other systems: each format is a pure function of a class's results."""
