"""A sample class that shows the whole path: what `make demo` hands in and grades."""
