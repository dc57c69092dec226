# One word each; every target makes its own environment first. Needs python3 (3.11 or later), python3-venv and make.
.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint bench nights golden lock reference
SHELL := /bin/sh

# The first interpreter that is new enough and can make environments; a pyenv shim without a version behind it is passed over.
PYTHON := $(shell for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
READY := .venv/.ready
DEV_READY := .venv/.ready-dev
DUCKDB2_READY := .venv/.ready-duckdb2
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help:
	@echo "make demo    a night on the synthetic remittances: summary, top of the queue, one explained claim"
	@echo "make test    the whole suite"
	@echo "make fuzz    nights over twenty thousand spoiled remittances (FUZZ_SEED=... for others)"
	@echo "make lint    ruff, ruff format, mypy"
	@echo "make bench   measure the reader beside its peer, the pricer, and nights"
	@echo "make nights  the practice exam in 1, 3 and 30 nights: the same queue, and no dispute lost (minutes)"
	@echo "make golden  write the fixtures, docs/rules.md, docs/views.md, docs/lineage.md and what the README quotes again"
	@echo "make lock    resolve the three locks again"
	@echo "make reference  which files of CMS the tests read, where to get them, and whether yours are those"

# What running needs; tests, lint and bench add their own packages to it.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No python3 of version 3.11 or later with venv. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Preparing .venv from requirements.lock ..."
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_READY): requirements-dev.lock $(READY)
	@echo "Adding what tests need from requirements-dev.lock ..."
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The next DuckDB beside the locked one: a test spends the fixtures' night on both.
$(DUCKDB2_READY): requirements-duckdb2.lock $(READY)
	@$(PIP) install --no-deps --require-hashes --upgrade --target .venv/duckdb2 -r requirements-duckdb2.lock
	@touch $@

demo: $(READY)
	@rm -rf demo
	@mkdir -p demo/inbox
	@cp -R fixtures/workspace/. demo/
	@cp fixtures/remits/*/* demo/inbox/
	@$(BIN)/shortpay --workspace demo nightly --as-of "$$(cat fixtures/AS_OF)"
	@claim="$$($(BIN)/shortpay --workspace demo queue --format csv | $(BIN)/python -c \
		'import csv, sys; print(next(csv.DictReader(sys.stdin))["patient_control_number"])')"; \
		printf '\nshortpay explain %s\n' "$$claim"; \
		$(BIN)/shortpay --workspace demo explain "$$claim"

test: $(DEV_READY) $(DUCKDB2_READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# About a minute and a half of two cores, so no part of make test, which spoils two hundred.
fuzz: $(DEV_READY)
	@$(BIN)/python -m pytest -n 2 --dist load -m fuzz tests/warehouse/test_fuzz.py

lint: $(DEV_READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: $(DEV_READY)
	@$(BIN)/python -m tests.bench

nights: $(DEV_READY)
	@$(BIN)/python -m tests.exam.run_nights

golden: $(DEV_READY)
	@$(BIN)/python -m tests.contracts.medicare.extract
	@$(BIN)/python -m tests.generate
	@$(BIN)/python -m tests.flows.readme
	@$(BIN)/python -m tests.documents

# SHORTPAY_REFERENCE names the folder that is looked into; nothing is downloaded.
reference: $(DEV_READY)
	@$(BIN)/python -m tests.reference

RESOLVE := build/lock/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet
# uv only resolves; it lives in an environment that is thrown away, so nothing of it reaches .venv or the lock.
lock: $(DEV_READY)
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@$(RESOLVE) --group build pyproject.toml -o requirements.lock
	@$(RESOLVE) --group build --group dev --group bench pyproject.toml -c requirements.lock -o requirements-dev.lock
	@echo "duckdb>=2,<3" | $(RESOLVE) --no-config --no-annotate - -o requirements-duckdb2.lock
	@rm -rf build/lock
	@$(BIN)/python -m pytest tests/guards/test_lock.py
