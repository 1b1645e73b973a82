.DEFAULT_GOAL := help
.PHONY: help env run test mutants lint bench neo4j lock
MAKEFLAGS += --no-print-directory

help: ## say what the targets do
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## build the environment: .venv from requirements.lock, front-end assets
	@.ci/env
	@.ci/assets

run: env ## serve the pages at http://127.0.0.1:8000; the first time loads the example data
	@exec .venv/bin/graphsvc serve

test: env ## run every test, with a real Neo4j and a real browser
	@.ci/neo4j
	@.ci/programs chromium nginx
	@.venv/bin/pytest -n auto

mutants: env ## plant faults in copies of the package and tell which of them no test notices
	@.venv/bin/python -m tests.mutation

lint: env ## check style, types and layers
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: env ## measure speed; prints tables
	@for file in tests/bench/bench_*.py; do .venv/bin/python -m tests.bench.$$(basename $$file .py) || exit 1; done

neo4j: env ## run a Neo4j server to try the service with; its data stay in var/neo4j
	@.ci/neo4j
	@.venv/bin/python -m tests.support.neo4j_server

lock: env ## resolve the dependencies of pyproject.toml and package.json anew into their lock files
	@.ci/lock
