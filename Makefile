# Cairn: every task starts here. `make demo` and `make test` need nothing but make and a Debian.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
# Tests that touch no database: once is enough
WITHOUT_DATABASE := house coach measures exchange/reading

RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
BROWSER := .venv/.browser
BUILT := .venv/.built
SETUP := pyproject.toml hatch_build.py requirements/node.txt $(wildcard tools/*.sh)
SOURCES := $(shell find cairn/web/islands cairn/web/styles cairn/web/build.mjs cairn/locale \
	-type f ! -name '*.mo' 2>/dev/null)

.PHONY: help demo serve test check lint lint-python lint-types lint-imports \
	lint-pages lint-migrations test-sqlite test-postgresql \
	test-browser bench messages screenshots format setup lock clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: DATA ?= ./demo-data
demo: $(BUILT) ## serve a demonstration company: PORT=8000 DATA=./demo-data
	@$(BIN)/cairn demo --port $(PORT) --data $(DATA)

serve: DATA ?= ./data
serve: $(BUILT) ## serve your own instance: PORT=8000 DATA=./data
	@CAIRN_DATA=$(DATA) $(BIN)/cairn serve --port $(PORT)

test: lint test-sqlite test-postgresql test-browser ## every check and every test

check: lint ## the fast checks only
	$(PYTEST) -q tests/house

lint: lint-python lint-types lint-imports lint-pages lint-migrations

# Reading the settings makes the instance's secret in the data folder
lint-types lint-migrations: export CAIRN_DATA := .venv/scratch

lint-python: $(DEVELOPMENT)
	$(BIN)/ruff format --check
	$(BIN)/ruff check

lint-types: $(DEVELOPMENT) $(BUILT)
	$(BIN)/mypy
	$(BIN)/python -m tools.node node_modules/typescript/bin/tsc --noEmit

lint-imports: $(DEVELOPMENT)
	$(BIN)/lint-imports --no-cache

lint-pages: $(DEVELOPMENT) $(BUILT)
	$(BIN)/djlint --lint --quiet cairn/web/templates
	$(BIN)/python -m tools.node node_modules/@biomejs/biome/bin/biome ci --colors=off --error-on-warnings

lint-migrations: $(DEVELOPMENT)
	$(BIN)/python -m django makemigrations --settings cairn.settings --check --dry-run

test-sqlite: $(DEVELOPMENT) $(BUILT)
	CAIRN_TEST_DATABASE=sqlite $(PYTEST) -n $(WORKERS) --dist worksteal -m "not browser"

test-postgresql: $(DEVELOPMENT) $(BUILT)
	CAIRN_TEST_DATABASE=postgresql $(PYTEST) -n $(WORKERS) --dist worksteal -m "not browser" \
		$(addprefix --ignore=tests/,$(WITHOUT_DATABASE))

test-browser: $(BROWSER) $(BUILT)
	CAIRN_TEST_DATABASE=sqlite $(PYTEST) -n $(WORKERS) --dist worksteal -m browser

bench: $(DEVELOPMENT) $(BUILT) ## measure speed and size on SQLite and PostgreSQL
	$(BIN)/python -m benchmarks

messages: $(DEVELOPMENT) ## take new texts into the translation catalogues
	$(BIN)/python -m tools.messages

screenshots: $(BROWSER) $(BUILT) ## pictures of every page into screenshots/
	$(BIN)/python -m tools.screenshots

format: $(DEVELOPMENT) $(BUILT) ## put all code into the house's form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format
	$(BIN)/python -m tools.node node_modules/@biomejs/biome/bin/biome check --write

setup: $(BROWSER) $(BUILT) ## only the set-up

lock: ## write the Python locks anew from pyproject.toml
	tools/lock.sh

clean: ## remove everything that was made, except data folders
	rm -rf .venv .boot node_modules dist cairn/web/static/dist screenshots
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find cairn tests tools -name __pycache__ -prune -exec rm -rf {} +
	find cairn/locale -name '*.mo' -delete

# The set-up, each step stamped when it is done

$(RUNTIME): requirements/runtime.txt $(SETUP)
	@tools/setup.sh runtime
	@touch $@

$(DEVELOPMENT): requirements/development.txt $(RUNTIME)
	@tools/setup.sh development
	@touch $@

$(BROWSER): tools/browser.py $(DEVELOPMENT)
	@$(BIN)/python -m tools.browser
	@touch $@

$(BUILT): $(SOURCES) package-lock.json tsconfig.json $(RUNTIME)
	@$(BIN)/python hatch_build.py
	@touch $@
