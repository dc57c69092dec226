# One word each; every target makes its own environment first. Needs python3 (3.11 or later), python3-venv and make.
.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint bench nights golden lock reference
SHELL := /bin/sh

# The first interpreter that is new enough and can make environments; a pyenv shim without a version behind it is passed over.
PYTHON := $(shell for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help:
	@echo "make demo    a night on the synthetic remittances: summary, top of the queue, one explained claim"
	@echo "make test    the whole suite"
	@echo "make fuzz    nights over twenty thousand spoiled remittances (FUZZ_SEED=... for others)"
	@echo "make lint    ruff, ruff format, mypy"
	@echo "make bench   measure the reader beside its peer, the pricer, and a night"
	@echo "make nights  the practice exam in 1, 3 and 30 nights: the same queue, and no dispute lost (minutes)"
	@echo "make golden  write the fixtures, docs/rules.md, docs/views.md, docs/lineage.md and what the README quotes again"
	@echo "make lock    resolve requirements.lock again"
	@echo "make reference  which files of CMS the tests read, where to get them, and whether yours are those"

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No python3 of version 3.11 or later with venv. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Preparing .venv from requirements.lock ..."
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
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

test: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# About a minute and a half of two cores, so no part of make test, which spoils two hundred.
fuzz: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist load -m fuzz tests/warehouse/test_fuzz.py

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: $(READY)
	@$(BIN)/python -m tests.bench

nights: $(READY)
	@$(BIN)/python -m tests.exam.run_nights

golden: $(READY)
	@$(BIN)/python -m tests.contracts.medicare.extract
	@$(BIN)/python -m tests.generate
	@$(BIN)/python -m tests.flows.readme
	@$(BIN)/python -m tests.documents

# SHORTPAY_REFERENCE names the folder that is looked into; nothing is downloaded.
reference: $(READY)
	@$(BIN)/python -m tests.reference

# uv only resolves; it lives in an environment that is thrown away, so nothing of it reaches .venv or the lock.
lock: $(READY)
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@build/lock/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --group dev --group bench \
		pyproject.toml -o requirements.lock --no-header --quiet
	@rm -rf build/lock
	@$(BIN)/python -m pytest tests/guards/test_lock.py
