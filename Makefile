# Everything installs what it needs first; `make run` and `make test` are all a newcomer has to know.
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
DEMO := $(or $(STINTBOOK_HOME),.demo)

.PHONY: help run demo server test check lint types imports unit slow bench bench-check bench-sync latency load simulate simulate-mutants drills screenshots acceptance changelog clean prepare prepare-test

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

prepare:
	@packaging/prepare.sh run

prepare-test:
	@packaging/prepare.sh test

run: prepare ## Install what is missing and open Stintbook
	@.venv/bin/stintbook

demo: prepare ## The same, on a realistic two-year sample database
	@test -e $(DEMO)/stintbook.db || .venv/bin/stintbook --data-dir $(DEMO) demo-data
	@.venv/bin/stintbook --data-dir $(DEMO)

server: prepare ## Run a sync server on this machine alone, its data in .server/
	@.venv/bin/stintbook-server run --dev $(or $(SERVER_DIR),.server)

test: prepare-test check unit ## Everything that must be green: lint, types, imports, tests, coverage floors

check: lint types imports ## Lint, types and import contracts

lint: prepare-test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: prepare-test
	@$(PYTHON) -m mypy

imports: prepare-test
	@.venv/bin/lint-imports --no-cache

unit: prepare-test
	@$(PYTHON) -m coverage erase
	@$(PYTEST) -n $(or $(WORKERS),2) --dist loadfile --cov --cov-report= -m "not slow"
	@$(PYTHON) tests/architecture/coverage_floors.py

slow: prepare-test ## The tests that `make test` leaves out for their length
	@$(PYTEST) -m slow

simulate: prepare-test ## Play devices and servers under faults: SEEDS=100000 FIRST=0 JOBS=2
	@$(PYTHON) -m tests.simulation $(or $(SEEDS),2000) --first $(or $(FIRST),0) --jobs $(or $(JOBS),2)

simulate-mutants: prepare-test ## Take each protection of sync away and see that the simulation notices
	@$(PYTHON) -m tests.simulation.mutants $(SEEDS)

drills: prepare-test ## Real processes, killed and restored: ROUNDS=20
	@ROUNDS=$(or $(ROUNDS),5) $(PYTEST) tests/end_to_end/test_sync_processes.py
	@$(PYTEST) -m slow tests/end_to_end/test_sync_dying_devices.py tests/end_to_end/test_sync_dying_servers.py

load: prepare-test ## Devices against a real server: throughput, latency, memory for SQLite and PostgreSQL
	@$(PYTHON) -m tests.load

latency: prepare-test ## How long an edit takes to another running device
	@$(PYTHON) -m tests.load.latency

bench-sync: prepare-test ## First sync of 100 k entries beside other programs (installed into .peers/)
	@$(PYTHON) -m tests.benchmarks.syncing

bench: prepare-test ## Print the table of ratios (SIZES="1k 10k 100k 1M")
	@$(PYTHON) -m tests.benchmarks $(or $(SIZES),1k 10k 100k)

bench-check: prepare-test ## Fail where a ratio is over its budget
	@$(PYTHON) -m tests.benchmarks --check $(or $(SIZES),1k 100k 1M)

screenshots: prepare-test ## Leave every page in light and dark, in three sizes, in screenshots/
	@$(PYTHON) -m tests.acceptance.screenshots screenshots

acceptance: prepare-test ## Play the user's scenarios in the real window on a virtual screen
	@$(PYTEST) tests/acceptance

changelog: prepare-test ## Gather the change fragments into CHANGELOG.md: make changelog VERSION=0.2.0
	@.venv/bin/towncrier build --yes --version $(VERSION)

clean: ## Remove what can be made again
	@rm -rf .venv .tools .demo .peers build dist screenshots .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
