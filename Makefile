# The commands of this repository. `make run` and `make test` need Python 3.11+, git and make; nothing else.
# All paths are relative, so that the checkout may lie in a directory with spaces.

PYTHON ?= python3
UV ?= uv
TESTS ?= tests
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DELETE_ON_ERROR:
.PHONY: help run install test lint bench chaos fuzz browser lock clean browser-packages install-dev

help:
	@echo "make run      start everything with the demo: servers, web, workers"
	@echo "make install  make .venv without starting anything"
	@echo "make test     run every check and every test"
	@echo "make lint     run the checks alone"
	@echo "make browser  run the browser tests in every variant"
	@echo "make bench    measure, each figure with its peer in the same run"
	@echo "make chaos    kill processes at random for a long time and count what is lost"
	@echo "make fuzz     read a million damaged files and tell what is not answered"
	@echo "make lock     work out the lock files again (needs uv)"
	@echo "make clean    remove .venv and what tools left; data in .causeway stays"

run: install
	@exec $(BIN)/causeway up --demo $(UP_OPTIONS)

install: .venv/installed

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Causeway needs Python 3.11 or newer as $(PYTHON): name another with 'make $(or $(MAKECMDGOALS),run) PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: run 'apt-get install -y python3-venv' as root, then try again." >&2; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/created requirements.lock pyproject.toml
	@echo "Installing what Causeway needs into .venv (the first time takes about a minute)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

install-dev: install .venv/installed-dev

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Installing what the tests need into .venv"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

browser-packages:
	@.ci/browser

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: install-dev browser-packages lint
	$(BIN)/python -m pytest -n 2 -m "not slow" $(TESTS)
	$(BIN)/python -m pytest -m slow $(TESTS) || [ $$? -eq 5 ]

browser: install-dev browser-packages
	CAUSEWAY_TEST_BROWSER=all $(BIN)/python -m pytest -m browser $(TESTS)

bench: install-dev
	$(BIN)/python -m tests.bench

chaos: install-dev
	$(BIN)/python -m tests.chaos

fuzz: install-dev
	$(BIN)/python -m tests.fuzz $(FUZZ_OPTIONS)

lock:
	@command -v $(UV) >/dev/null || { echo "uv is missing: 'python3 -m pip install uv', then try again." >&2; exit 1; }
	$(UV) pip compile $(LOCK_OPTIONS) --extra embedded --extra build -o requirements.lock pyproject.toml
	$(UV) pip compile $(LOCK_OPTIONS) --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv build dist causeway.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find causeway tests -name __pycache__ -type d -prune -exec rm -rf {} +
