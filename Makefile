# One verb per task; each creates or refreshes .venv from the hashed lock files by itself. --no-deps: the lock files are
# complete, and pip would otherwise look for a newer release of what a package asks for with an extra, and refuse it.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 3
# Where this is set, each process compiles all of Vouch and its tests anew: a fifth of the time that they take.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench torture format lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/run.stamp ## Run Vouch: with Slack tokens in .env there, otherwise in the local sandbox
	@$(BIN)/python -m bot run

test: .venv/dev.stamp ## Run all tests; says which could not be run, and why
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report= $(ARGS)
	@$(BIN)/python -m tests.coverage_gates

check: .venv/dev.stamp ## Format, lint, types, imports, docs in step with code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_manifest.py

bench: .venv/dev.stamp ## Print the speed ratios of DESIGN §6
	@$(BIN)/python -m bench

torture: .venv/dev.stamp ## Kill workers at every step of sending, and let several share one database; takes a while
	@$(BIN)/python -m tests.torture $(ARGS)

format: .venv/dev.stamp ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/dev.stamp ## Make the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -c requirements.lock -o requirements-dev.lock

clean: ## Remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* htmlcov

.venv/run.stamp: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Vouch needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run.stamp
