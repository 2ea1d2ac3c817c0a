# `make help` says what there is.
.DEFAULT_GOAL := help
.PHONY: help audit setup setup-dev run test lint types checks tests bench bench-checks bench-search bench-full screenshots \
	format messages lock

PYTHON_HERE := .venv/bin/python
# Checks and tests keep to their own data folder: nothing they do touches the newsroom that `make run` serves.
FOR_CHECKS := env -u DATABASE_URL -u DATABASE_OWNER_URL -u DATABASE_POOLED -u SECRET_KEY -u DEBUG -u ALLOWED_HOSTS \
	-u EMAIL_URL -u SERVE \
	-u ADMIN_PATH -u PORT -u STORAGE_URL -u PAGE_CACHE_MB -u CDN_PURGE_URL DATA_DIR=var/checks SITE_URL=https://newsroom.example
WORKERS ?= 2

help: ## what each target does
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | column -t -s '|'

setup: ## make the environment alone (.venv/)
	@sh newsroom/setup.sh

run: setup ## everything from nothing, then the demo newsroom at http://localhost:8000/ (PORT=… for another)
	@exec $(PYTHON_HERE) -m newsroom.serve

test: lint types checks tests ## everything from nothing, then every check and the whole test suite, in browsers too

setup-dev:
	@sh newsroom/setup.sh --dev

lint: setup-dev ## style and mistakes (ruff)
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check

types: setup-dev ## types (mypy)
	$(PYTHON_HERE) -m mypy

checks: setup-dev ## Django's own checks, as for a public site, and that no migration is missing
	$(FOR_CHECKS) $(PYTHON_HERE) -W error manage.py check --deploy --fail-level WARNING
	$(FOR_CHECKS) $(PYTHON_HERE) -W error manage.py makemigrations --check --dry-run

tests: setup-dev ## the test suite alone (WORKERS=… side by side, 2 by default)
	$(PYTHON_HERE) -m pytest -n $(WORKERS) --dist loadfile

bench: setup ## how fast readers and editors are served, with 100,000 articles (in var/bench)
	@exec $(PYTHON_HERE) -m benchmarks.web

bench-checks: setup ## how well the checks tell errors from translations
	@exec $(PYTHON_HERE) -m benchmarks.checks

bench-search: setup ## how well and how fast search finds among the same articles
	@exec $(PYTHON_HERE) -m benchmarks.search

bench-full: setup ## with 1,000,000 articles (takes some 40 GB in var/bench), and half an hour of readers and editors
	@$(PYTHON_HERE) -m benchmarks.web --full; web=$$?; $(PYTHON_HERE) -m benchmarks.search --full && exit $$web

screenshots: setup-dev ## pictures of every kind of page: three widths, light and dark, from either side (in var/screenshots)
	@$(PYTHON_HERE) -m benchmarks.screenshots

audit: setup-dev ## what referees say of the site: Lighthouse, axe, an HTML checker, schemas, weights, a slow line (var/audit)
	@exec $(PYTHON_HERE) -m benchmarks.audit

format: setup-dev ## bring the code into shape (ruff)
	$(PYTHON_HERE) -m ruff check --fix
	$(PYTHON_HERE) -m ruff format

messages: setup-dev ## gather the words of the interface for its translators (articles/locale/)
	$(PYTHON_HERE) -m newsroom.messages

lock: ## pin what requirements*.in ask for, with hashes (needs uv, or fetches it into .cache/)
	@sh newsroom/lock.sh
