# Everything a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked

.PHONY: help setup run test check bench screens lock messages

help: ## Show what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

translations/ar/LC_MESSAGES/messages.mo: translations/ar/LC_MESSAGES/messages.po $(STAMP)
	@$(BIN)/pybabel -q compile -d translations

setup: $(STAMP) translations/ar/LC_MESSAGES/messages.mo ## Environment, locked dependencies, translations

run: setup ## Migrate, load demo data into an empty database, serve
	@$(BIN)/portal demo --if-empty
	@$(BIN)/portal serve

test: setup ## All tests
	@$(BIN)/pytest -n 2

check: setup ## Linters, types, contracts, translations, then the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m pytest -q tests/architecture

bench: setup ## Figures as ratios to a reference in the same run
	@$(BIN)/python -m bench

lock: ## Pin the newest allowed versions
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-emit-index-url -U -o requirements.lock

messages: setup ## Collect the texts to translate
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k lazy_pgettext:1c,2 -o /dev/stdout . > $(VENV)/messages.pot
	@$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d translations -l ar --no-fuzzy-matching
