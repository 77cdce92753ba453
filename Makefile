# make demo   a sample class, all the way round          make test   all tests
# make check  linters, types, doctor, quick tests        make build  notebooks from prose and solutions
# make audit  can the hidden tests be trusted? and the table in the README
# make bench  graders side by side, and the figures in the README
# make evidence  all attacks, and docs/evidence.md of what audit, bench and they found

PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
INSTALLED := $(VENV)/.installed
# nbgrader calls `alembic` by name.
export PATH := $(BIN):$(PATH)

.PHONY: demo test lint doctor check build audit bench evidence clean

demo: $(INSTALLED)
	autograder demo

# Tests often wait for other processes, hence one more than there are cores.
PROCESSES = $(shell $(PYTHON) -c 'import os; print(max(3, (os.cpu_count() or 1) + 1))')
# xdist's own order would begin with the files of the most tests: the slow ones have few.
PARALLEL = -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

# Hundreds of tests start a process. Where Python may write no compiled files, each would compile
# the kit anew.
test: $(INSTALLED)
	@python -m compileall -q autograder
	python -m pytest $(PARALLEL)

lint: $(INSTALLED)
	ruff format --check .
	ruff check .
	mypy
	autograder build --check

doctor: $(INSTALLED)
	autograder doctor

check: lint doctor
	python -m pytest $(PARALLEL) -m "not slow"

build: $(INSTALLED)
	autograder build
	for notebook in source/*/*/*.ipynb; do \
	  folder=$$(dirname $$notebook); \
	  AUTOGRADER_LANGUAGE=$$(basename $$(dirname $$folder)) \
	    nbgrader generate_assignment $$(basename $$folder) --no-db --force || exit 1; \
	done

# Takes a few minutes: every mutant of every reference function, and other numpys.
audit: $(INSTALLED)
	python -m autograder audit --publish

# Takes half an hour on a quiet machine; --quick, a minute.
bench: $(INSTALLED)
	python -m benchmarks
	python -m benchmarks --readme

# Takes ten minutes: every hostile submission, in both tiers.
evidence: $(INSTALLED)
	python tests/attacks/record.py
	python -m benchmarks.evidence

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "found $$($(PYTHON) --version); expected Python 3.10 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[instructor,dev]'
	@touch $@

clean:
	rm -rf $(VENV) demo-course build *.egg-info
