# `make site` builds the site into site/; `make test` runs everything that CI runs. Both need Python 3.11+, git and
# make, and make themselves what else they need: .venv, and for the page checks node packages and a browser.
# Nothing is installed again until pyproject.toml or the pins change.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
export PYTHON
# Tests start the program hundreds of times: compiled once, it starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

bin := .venv/bin
pins := scripts/venv.sh pyproject.toml
npm := tests/browser/node_modules/.stamp
pytest := $(bin)/python -m pytest

.PHONY: help site serve demo test ready test-newest lowest lint format soak bench picture words pins clean

help: ## Say what each target does
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 18

site: .venv/.site ## Build the site into site/
	@$(bin)/site-builder build

serve: .venv/.site ## Show the site with the draft in it, and follow every save
	@$(bin)/site-builder serve

demo: .venv/.site ## Show an app with policy notices
	@$(bin)/python -m scripts.demo

test: ## Run everything that CI runs
	@$(MAKE) --jobs=2 ready
	@$(MAKE) test-newest lowest

# What is installed waits for disk and network, so it is installed side by side.
ready: $(npm) .cache/lowest/.test

test-newest: .venv/.test $(npm)
	@chrome=$$($(bin)/python scripts/find_browser.py); nginx=$$($(bin)/python -m scripts.find_nginx); \
	PATH="$$PWD/$(bin):$$PATH" CHROME="$$chrome" NGINX="$$nginx" $(pytest) --numprocesses 2 --dist loadgroup --cov --cov-report term $(PYTEST)

# The tests of the rooms that meet a library; what they hand on are values of our own.
met := $(addprefix tests/,$(addsuffix .py,$(addprefix test_,build text disk pages theme locales translations new \
  contract characters sense matching exchange parity)) faults)

lowest: .cache/lowest/.test ## Run the tests that meet a library on the lowest versions that pyproject.toml allows
	@.cache/lowest/bin/python -m pytest --numprocesses 2 $(PYTEST) $(met)

lint: .venv/.test ## Check style, types and the direction of imports
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/lint-imports

format: .venv/.test ## Put the code into the house's form
	@$(bin)/ruff check --fix-only --quiet .
	@$(bin)/ruff format .

soak: .venv/.test ## Run the property tests on a million examples and a hundred thousand pairs of documents
	@SOAK=1 $(pytest) --numprocesses 2 -m soak $(PYTEST)

bench: .venv/.test ## Time builds of growing repositories
	@$(bin)/python -m benchmarks.build

picture: site .venv/.test ## Take the README's picture of the policy page
	@$(bin)/python -m tests.browser.picture site docs/images/policy.png

words: .venv/.test ## Look for the sentences of theme and code anew, and list what translators have to do
	@scripts/words.sh

pins: ## Write the pins anew from the newest and the lowest releases
	@scripts/pins.sh
	@cd tests/browser && npm update --save

clean: ## Remove what make made, but not the built site
	@rm -rf .venv .cache tests/browser/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache .coverage* dist

.venv/.site: $(pins) constraints.txt
	@scripts/venv.sh .venv constraints.txt
	@touch $@

# It holds what the site needs as well.
.venv/.test: $(pins) constraints.txt
	@scripts/venv.sh .venv constraints.txt test
	@touch .venv/.site $@

.cache/lowest/.test: $(pins) constraints-lowest.txt
	@mkdir -p .cache
	@scripts/venv.sh .cache/lowest constraints-lowest.txt test
	@touch $@

$(npm): tests/browser/package.json tests/browser/package-lock.json .venv/.test
	@scripts/npm.sh
	@touch $@
