# Digestif: `make site` and `make test` set up all they need in .venv; only git, make and Python 3.11 or newer are asked for.

PYTHON ?= python3
BIN := .venv/bin
# Everything stays inside the clone: no cache in the home folder, and no look-up of a newer pip.
PIP := $(BIN)/python -m pip --quiet --no-cache-dir --disable-pip-version-check

.DEFAULT_GOAL := help

.PHONY: site
site: .venv/site-ready ## Build the site of content/ into site/
	@$(BIN)/digestif build
	@echo "To look at it: make serve"

.PHONY: serve
serve: .venv/site-ready ## Show the site at http://127.0.0.1:8000/, following edits
	@$(BIN)/digestif serve

.PHONY: test
test: .venv/test-ready ## Check style, types and workflows, and run the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

.PHONY: bench
bench: .venv/test-ready ## Measure builds beside plain Material and Hugo; PAPERS=10000 sets the size
	@$(BIN)/python -m tests.bench.bench --papers $(or $(PAPERS),2000)

.PHONY: format
format: .venv/test-ready ## Put the Python sources in canonical form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

.PHONY: docs
docs: .venv/site-ready ## Write the pages and the schema that are made from the code
	@$(BIN)/python -m tests.tools.references

.PHONY: lock
lock: .venv/test-ready ## Choose dependencies' versions anew: exact, with hashes, for every system
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml --group build -o requirements.lock
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml --group build --group dev -o requirements-dev.lock
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

.PHONY: clean
clean: ## Remove what was built and set up; content/ and docs/ stay
	@rm -rf .venv site .digestif

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

.venv/site-ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once, a minute or two)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test-ready: requirements-dev.lock .venv/site-ready
	@echo "Adding the test tools to .venv"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 site"; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python's venv module is needed (on Debian and Ubuntu: apt install python3-venv)"; exit 2; }
