# `make site` and `make test` set up everything they need in .venv. You need git, make and Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
# Nothing outside this folder is written: no cache in the home folder. No check for a newer pip either.
PIP_FLAGS := --quiet --no-cache-dir --disable-pip-version-check
PIP := $(BIN)/python -m pip $(PIP_FLAGS)

.DEFAULT_GOAL := help

.PHONY: site
site: .venv/site-ready ## Build the site of content/ into site/
	@$(BIN)/digestif build
	@echo "To view it, run: make serve"

.PHONY: serve
serve: .venv/site-ready ## Serve the site at http://127.0.0.1:8000/ and rebuild it when files change
	@$(BIN)/digestif serve

.PHONY: test
test: .venv/test-ready ## Check style, types and workflows, and run the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory javascript
	@$(PYTEST) -n auto --dist loadfile --no-loadscope-reorder
# Compiled modules are kept, also where Python should keep none: the tests start it hundreds of times.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

.PHONY: javascript
javascript: ## Check the theme's JavaScript, where Node.js is installed
	@if ! { command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1; \
	then echo "Skipped the checks of JavaScript: they need Node.js 20 or newer with npm"; \
	else cmp -s $(JS)/package-lock.json $(JS)/node_modules/installed.json || \
	  { npm --prefix $(JS) ci --silent && cp $(JS)/package-lock.json $(JS)/node_modules/installed.json; } && \
	  npm --prefix $(JS) run --silent check; fi
JS := tests/javascript

.PHONY: coverage
coverage: .venv/test-ready ## Run the tests and report which lines they reach
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m coverage run -m pytest
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

.PHONY: torture
torture: .venv/test-ready $(if $(OTHER_PYTHON),.venv/other) ## Try thousands of hostile texts, faults and random histories, and write docs/security.md; takes an hour
	@rm -f $(RESULTS)
	@DIGESTIF_KILLS=$(or $(KILLS),200) DIGESTIF_CALLS=$(or $(CALLS),20) DIGESTIF_BUILDS=$(or $(BUILDS),200) \
	  DIGESTIF_EXAMPLES=$(or $(EXAMPLES),2000) DIGESTIF_PAYLOADS=$(or $(PAYLOADS),all) \
	  DIGESTIF_PAIRS=all DIGESTIF_ROWS=all DIGESTIF_OTHER_PYTHONS=$(if $(OTHER_PYTHON),$(CURDIR)/.venv/other) \
	  DIGESTIF_TORTURE_RESULTS=$(RESULTS) $(PYTEST) -n auto --dist loadfile -p tests.torture.counted $(TORTURE); \
	  DIGESTIF_TORTURE_RESULTS=$(RESULTS) $(BIN)/python -m tests.torture.table --status $$? $(WHOLE_RUN)
TORTURE := tests/torture tests/site/test_hostile.py tests/yaml tests/store/test_layout.py tests/sources/test_hostile_sources.py \
  tests/importing/test_limits.py tests/importing/test_parsing.py tests/importing/test_histories.py \
  tests/importing/test_hostile_imports.py \
  tests/fetching/test_client.py tests/fetching/test_redirects.py tests/files/test_lock.py \
  tests/build/test_cache_damage.py tests/build/test_incremental.py tests/build/test_preview_server.py
RESULTS := $(CURDIR)/.digestif/torture.jsonl
# A run with fewer cases or files than usual shows its table and leaves docs/security.md alone.
WHOLE_RUN = $(if $(KILLS)$(CALLS)$(BUILDS)$(EXAMPLES)$(PAYLOADS)$(filter-out file,$(origin TORTURE)),,--whole)

.PHONY: bench
bench: .venv/test-ready .venv/rivals-ready ## Compare builds with other generators; PAPERS=10000 sets the size, PAGE=yes writes docs/performance.md
	@$(BIN)/python -m tests.bench.bench --papers $(or $(PAPERS),2000) --growth $(GROWTH) $(if $(PAGE),--page)

.PHONY: builders
builders: .venv/builders-ready ## Build the site with Zensical and ProperDocs and list the differences
	@$(BIN)/digestif generate >&2
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m tests.builders.compare --bin .venv/builders/bin

.PHONY: format
format: .venv/test-ready ## Format the sources and fix simple style problems
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@[ ! -d $(JS)/node_modules ] || npm --prefix $(JS) run --silent format

.PHONY: docs
docs: .venv/site-ready ## Write the reference pages, the JSON Schemas and the list of licenses from the code
	@$(BIN)/python -m tests.tools.references
	@$(BIN)/python .ci/sbom.py --licenses > docs/dependencies.md

.PHONY: catalogs
catalogs: .venv/test-ready ## Update the catalogs of translations with the messages in the code; LANGUAGE=nl begins a new one
	@$(BIN)/python -m tests.tools.catalogs $(LANGUAGE)

.PHONY: sbom
sbom: .venv/site-ready ## Write dist/digestif.cdx.json: all dependencies with versions, hashes and licenses
	@mkdir -p dist
	@$(BIN)/python .ci/sbom.py > dist/digestif.cdx.json

.PHONY: lock
lock: .venv/test-ready ## Update the locked versions of all dependencies, with hashes, for every system
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml --group build --group dev -o requirements-dev.lock
	@$(BIN)/uv pip compile $(LOCK) --constraint requirements-dev.lock pyproject.toml --group build -o requirements.lock
	@$(BIN)/uv pip compile $(LOCK) --constraint requirements-dev.lock --extra cluster --extra map --extra parquet --extra publish --extra thumbnails pyproject.toml -o generator/setup/requirements.lock
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

.PHONY: clean
clean: ## Remove .venv, site/ and the build cache; keep content/ and docs/
	@rm -rf .venv site .digestif $(JS)/node_modules

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

.venv/site-ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once; takes a minute or two)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test-ready: requirements-dev.lock .venv/site-ready
	@echo "Adding the test tools to .venv"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/builders-ready: tests/builders/requirements.txt .venv/site-ready
	@echo "Installing the other builders in .venv/builders" >&2
	@$(PYTHON) -m venv .venv/builders
	@.venv/builders/bin/python -m pip $(PIP_FLAGS) install -r tests/builders/requirements.txt
	@touch $@

.venv/rivals-ready: tests/bench/requirements.txt .venv/site-ready
	@echo "Installing Pagefind and Zensical in .venv/rivals" >&2
	@$(PYTHON) -m venv .venv/rivals
	@all=yes; for package in $$(grep -v '^#' tests/bench/requirements.txt); do \
	  .venv/rivals/bin/python -m pip $(PIP_FLAGS) install "$$package" || { all=; echo "Without $$package" >&2; }; \
	done; [ -z "$$all" ] || touch $@

# Several may be given, in quotes. uv installs quickly also for an emulated Python, since it is not emulated itself.
.PHONY: .venv/other
.venv/other: requirements.lock .venv/test-ready
	@rm -rf $@
	@for python in $(OTHER_PYTHON); do \
	  number=$$((number + 1)); folder=$@/$$number; \
	  echo "Installing Digestif for $$python in $$folder" >&2; \
	  $(UV) venv --quiet --python $$python $$folder && \
	  $(UV) pip install --quiet --python $$folder/bin/python --require-hashes -r requirements.lock -r generator/setup/requirements.lock && \
	  $(UV) pip install --quiet --python $$folder/bin/python --no-deps --no-build-isolation --editable . || exit; \
	done
UV := UV_CACHE_DIR=.venv/cache UV_PYTHON_DOWNLOADS=never $(BIN)/uv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Digestif needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 site"; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Digestif needs Python's venv module (on Debian and Ubuntu: apt install python3-venv)"; exit 2; }
