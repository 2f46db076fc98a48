# Everything that is done with a check-out. `make run` on a machine with Python 3.11 (and its venv module) is enough.

PYTHON ?= python3
BIN := .venv/bin
UV := .venv/uv/bin/uv
# npm and node come from a wheel; the local servers' programs too.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export UV_LINK_MODE ?= copy
NPM := npm --prefix frontend --no-audit --no-fund --no-update-notifier

FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -not -name '*.test.ts' -print) \
  editor/content/schema.json $(wildcard editor/locale/*/browser.json)
# What the settings must have to be read; nothing is connected to.
SETTINGS := SCRIPTORIUM_ENV=development DATABASE_URL=postgres://none@127.0.0.1/none REDIS_URL=redis://127.0.0.1 \
  S3_ACCESS_KEY_ID=none S3_SECRET_ACCESS_KEY=none
PRODUCTION := SCRIPTORIUM_ENV=production SECRET_KEY=9uYfVgQ2mX7rLw0pTzKc5nBd8sHj3eAo6iRt1xGq4vUyMZbN-checks-only \
  PUBLIC_ORIGINS=https://scriptorium.example.org DATABASE_URL=postgres://none@127.0.0.1/none \
  REDIS_URL=redis://127.0.0.1 S3_ACCESS_KEY_ID=none S3_SECRET_ACCESS_KEY=none

.PHONY: setup run test test-python test-replicas test-browser test-frontend bench bench-servers bench-browser \
  soak soak-short soak-counts check check-python check-django check-frontend check-packages format lock bundle clean \
  image-check
.DEFAULT_GOAL := run

## Set-up: each step leaves a stamp and is done again only when what it is made from has changed.

setup: .venv/.python-packages frontend/node_modules/.npm-packages

bundle: static/bundle/manifest.json

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Scriptorium needs Python 3.11 or newer; name it with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
	  { echo "This Python can't make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

$(UV): requirements/uv.txt | .venv/bin/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target .venv/uv -r $<
	@touch $@

.venv/.python-packages: requirements/dev.txt | $(UV)
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes $<
	@touch $@

frontend/node_modules/.npm-packages: frontend/package-lock.json | .venv/.python-packages
	$(NPM) ci --loglevel=error
	@touch $@

static/bundle/manifest.json: $(FRONTEND) | frontend/node_modules/.npm-packages
	$(NPM) run --silent build
	@touch $@

## Running

run: setup bundle
	@exec $(BIN)/python -m project.local run

## Tests. Each of the three Python runs starts servers of its own; the last two break theirs, and run by themselves.

test: test-python test-frontend test-replicas test-browser

test-python: setup bundle
	$(BIN)/python -m pytest -n 2 --dist worksteal tests

test-replicas: setup bundle
	SERVERS=each $(BIN)/python -m pytest -n 2 --dist loadfile tests/replicas

test-browser: setup bundle
	$(BIN)/python -m project.local browser
	SERVERS=each $(BIN)/python -m pytest -n 3 --dist loadfile tests/browser

test-frontend: setup
	$(NPM) test

# Scriptorium beside its peers, then a long document beside a short one (benchmarks/README.md). For one part:
# make bench SCENARIOS=meeting,swarm ROUNDS=1 SECONDS=10, or make bench-browser.
SCENARIOS ?= all
SYSTEMS ?= all
ROUNDS ?= 3
SECONDS ?= 20

bench: bench-servers $(if $(filter all,$(SCENARIOS)),bench-browser)

bench-servers: setup
	@$(BIN)/python -m benchmarks.sync --scenarios $(SCENARIOS) --systems $(SYSTEMS) --rounds $(ROUNDS) --seconds $(SECONDS) \
	  $(if $(filter all,$(SCENARIOS)),--write)

bench-browser: setup bundle
	@$(BIN)/python -m project.local exec -- $(BIN)/python -m benchmarks.large_document

# Two to four replicas, forty people who write, and everything broken, by a plan made from SEED (docs/reliability.md).
# make soak SECONDS=180 is the short form; make soak SEED=7 has the plan of seed 7 again.
soak: SECONDS = 900
soak: setup
	@$(BIN)/python -m tests.soak --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

# What continuous integration has of it: few people, few faults, and the plan of one seed, so that it can run beside
# other tests, and a failure is the commit's. 100 seconds of CPU in four minutes.
soak-short: SECONDS = 180
soak-short: SEED = 5
soak-short: setup
	@$(BIN)/python -m tests.soak --seconds $(SECONDS) --seed $(SEED) --replicas 2 --documents 3

# The tests whose counts the suite keeps low, with the counts that docs/reliability.md names. Twenty minutes.
soak-counts: setup bundle
	SOAK_COMPACTION_KILLS=200 SOAK_LOG_KILLS=40 SOAK_LOG_STOPS=5 SOAK_LOG_CLAIMS=1000 SOAK_CONVERGENCES=10000 \
	  RIGHTS_EXAMPLES=500 $(BIN)/python -m pytest -n 2 --dist load tests/log/test_compaction.py \
	  tests/realtime/test_postgres_log_faults.py tests/collab/test_convergence.py tests/documents/test_rights_property.py
	SOAK_RACES=1000 SERVERS=each $(BIN)/python -m pytest -n 1 tests/replicas/test_revocation_races.py
	SOAK_OFFLINE_ROUNDS=50 SERVERS=each $(BIN)/python -m pytest -n 2 --dist load tests/browser/test_offline_app.py -k survive

## Checks

check: check-frontend check-python check-django check-packages

check-python: .venv/.python-packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(SETTINGS) $(BIN)/mypy .
	$(BIN)/lint-imports

check-django: setup bundle
	$(BIN)/djlint --check --quiet editor/templates
	$(BIN)/djlint --lint editor/templates
	$(BIN)/python -m project.local exec -- $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

check-frontend: setup bundle
	$(NPM) run --silent lint
	$(NPM) run --silent types
	$(NPM) exec -- prettier --check frontend
	node frontend/scripts/budget.mjs

# Packages with a known hole that has a fix, as pip-audit and npm audit tell; a plain line where nobody answers.
check-packages: setup
	@$(BIN)/python -m project.local.audit

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --reformat --quiet editor/templates
	$(NPM) run --silent format

## Upkeep

# New versions of everything that requirements/*.in allows.
lock: $(UV)
	for name in uv audit base telemetry dev; do \
	  $(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --universal \
	    --custom-compile-command "make lock" requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

# The container image, built and started for real, with docker, podman or buildah (inside a container: STORAGE_DRIVER=vfs
# BUILDAH_ISOLATION=chroot).
image-check: setup
	$(BIN)/python -m project.local image

clean:
	rm -rf .venv frontend/node_modules static/bundle staticfiles .mypy_cache .ruff_cache .pytest_cache \
	  .import_linter_cache .hypothesis test-results soak-results
