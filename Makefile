# Everything that is done with this repository. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
RUN_LOCK := requirements.lock
DEV_LOCK := requirements-dev.lock

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser check audit bench chaos screenshots format lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: .venv/.run ## Play a whole conversation in a local Slack: starts it, prints and opens the address
	@$(BIN)/coach playground

test: .venv/.dev ## Run every test that needs no browser (both databases; PostgreSQL comes from a wheel)
	@$(BIN)/python -m pytest -n 4 --dist loadgroup

test-browser: .venv/.dev ## Run the tests that click through the pages in Chromium
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m browser tests/browser

check: .venv/.dev ## Lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

audit: .venv/.dev ## Ask whether a vulnerability is known in a dependency (says so and passes without a network)
	@$(BIN)/python .ci/audit.py

bench: .venv/.dev ## Measure clicks a second against an empty listener, what ticks cost, time to ready, and memory
	@$(BIN)/python -m benchmarks

chaos: .venv/.dev ## The long tests, kills and faults first: make chaos SEED=7 MINUTES=30
	@CHAOS_SEED=$(SEED) CHAOS_MINUTES=$(MINUTES) $(BIN)/python -m pytest -s -m long tests/chaos tests/delivery tests

screenshots: .venv/.dev ## Make the pictures of the docs from the running playground
	@$(BIN)/python -m tests.browser.screenshots

format: .venv/.dev ## Let ruff lay out the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: .venv/.dev ## Renew the lock files (needs uv on the path)
	@uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra build --extra dev -o $(DEV_LOCK)
	@uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra build -c $(DEV_LOCK) -o $(RUN_LOCK)

clean: ## Remove what was installed and cached
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python $(RUN_LOCK) pyproject.toml
	@echo "Installing what is needed into .venv (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(RUN_LOCK)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/bin/python $(DEV_LOCK) pyproject.toml
	@echo "Installing what is needed into .venv (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(DEV_LOCK)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run
