# `make help` lists what there is. Everything else is in bin/.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
export PORT
PYTHONS := association core knowledge members search manage.py bin/prepare bin/check_catalogues tests $(wildcard benchmarks)
TEMPLATES := templates
WORKERS ?= 2
BIN := .venv/bin

.PHONY: help run test check bench messages requirements format environment test-sqlite test-postgresql

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: ## the site on this machine, with the record loaded (PORT=8000)
	@bin/run

test: environment ## checks, and every test on SQLite and on PostgreSQL
	@bin/system_packages gettext postgresql chromium java maven poppler pango
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-sqlite: environment
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

test-postgresql: environment
	bin/postgresql $(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: environment ## what can be known without running the site: style, types, imports, templates, translations
	@bin/system_packages gettext
	$(BIN)/ruff check $(PYTHONS)
	$(BIN)/ruff format --check $(PYTHONS)
	$(BIN)/lint-imports --no-cache
	$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	$(BIN)/python manage.py makemigrations --check --dry-run --settings association.settings.test
	$(BIN)/python bin/check_catalogues
	$(BIN)/mypy

bench: environment ## measures, and writes benchmarks/results.json (ONLY=pages: one part)
	@$(BIN)/python -m benchmarks $(ONLY)

messages: environment ## gathers the words to translate, and compiles the translations
	@bin/system_packages gettext
	@$(BIN)/python bin/check_catalogues --write

requirements: environment ## the lock files from pyproject.toml (UPGRADE=1: newer releases)
	@bin/requirements $(if $(UPGRADE),--upgrade)

format: environment ## puts Python and templates into shape
	$(BIN)/ruff check --fix --quiet $(PYTHONS)
	$(BIN)/ruff format --quiet $(PYTHONS)
	$(BIN)/djhtml --tabwidth 2 $(TEMPLATES)

environment:
	@bin/environment runtime scale development
