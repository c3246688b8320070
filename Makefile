# Every target sets up what it needs. A fresh machine has python3 with venv, make, and nothing else.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo run jobs test test-fast coverage check assurance mutation bench docs lock fresh

help: ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: $(READY) ## everything the other targets need, in .venv

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or later is needed: make PYTHON=python3.12, or put a newer python3 on the path.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This python3 cannot make environments: install its venv module (Debian, Ubuntu: apt install python3-venv).' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## a federation with months of real-looking money, then its pages on http://127.0.0.1:8000
	$(BIN)/union-finance demo

run: $(READY) ## the web server on the database there is
	$(BIN)/union-finance db upgrade
	$(BIN)/union-finance serve

jobs: $(READY) ## the scheduler process
	$(BIN)/union-finance jobs run

test: $(READY) ## the whole suite, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest --numprocesses $(WORKERS)

test-fast: $(READY) ## the suite on SQLite alone
	$(BIN)/python -m pytest --numprocesses $(WORKERS) -m 'not postgresql'

coverage: $(READY) ## the book and the rules, every line and branch, by their own tests
	$(BIN)/python -m pytest --quiet --numprocesses $(WORKERS) tests/ledger tests/finance/rules \
		--cov=ledger --cov=finance.rules --cov-branch --cov-fail-under=100

check: $(READY) ## style, types, contracts, dependencies, dead code, migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/python -m pytest --quiet --numprocesses $(WORKERS) tests/architecture

assurance: $(READY) ## every proof in full, then docs/assurance.md anew; ONLY=a file of tests for one of them
	UNION_FINANCE_ASSURANCE=full UNION_FINANCE_REQUIRE_POSTGRES=1 \
		$(BIN)/python -m pytest $(or $(ONLY),tests/assurance)

mutation: $(READY) ## each line of the book and the rules changed in turn (hours); PART=rules for one part
	nice -n 19 $(BIN)/python -m tests.assurance.mutation $(if $(PART),--part $(PART))

bench: $(READY) ## speed as a ratio to a floor measured in the same run, on both engines
	$(BIN)/python -m bench

docs: $(READY) ## the pages of docs/ that are made from the code
	$(BIN)/python -m tests.architecture.pages

lock: $(READY) ## new versions: the two lock files, with hashes and without addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --python-version 3.11 --group build --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --python-version 3.11 --constraint requirements.lock --group dev \
		--output-file requirements-dev.lock pyproject.toml

fresh: ## clone the last commit, with an empty home, and run the demo and the suite there
	.ci/fresh
