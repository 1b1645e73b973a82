.DEFAULT_GOAL := help
.PHONY: help env tools run test soak mutants lint bench neo4j lock pythons
MAKEFLAGS += --no-print-directory

help: ## say what the targets do
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## build what running needs: .venv from requirements.lock, front-end assets; PYTHON=python3.13 chooses the Python
	@.ci/env
	@.ci/assets

tools: ## the same, and the tools of the targets below into .venv, from requirements-test.lock
	@.ci/env test
	@.ci/assets

run: env ## serve the pages at http://127.0.0.1:8000; the first time loads the example data
	@exec .venv/bin/graphsvc serve

test: tools ## run every test, with a real Neo4j, a real browser and Gephi's importer
	@# compiled once meanwhile: the processes of pytest would each compile all tests
	@test -d tests/__pycache__ || .venv/bin/pytest --collect-only -q >/dev/null 2>&1 & \
	.ci/neo4j && .ci/gephi && .ci/programs chromium-headless-shell,chromium nginx && \
	.ci/node node --test tests/js/*.test.js && wait
	@.venv/bin/pytest -n auto

soak: tools ## run the tests that draw at random, ten times as long as `make test` does
	@.ci/neo4j
	@GRAPHSVC_TEST_TIMES=10 .venv/bin/pytest -n auto $$(grep -rlE --include='test_*.py' '(repetitions|state_machines) import' tests)

mutants: tools ## plant faults in copies of the package and tell which of them no test notices
	@.venv/bin/python -m tests.mutation

lint: tools ## check style, types and layers, of Python and of the front end
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.ci/node node_modules/.bin/biome check
	@.ci/node node_modules/.bin/tsc

bench: tools ## measure speed; prints tables
	@for file in tests/bench/bench_*.py; do .venv/bin/python -m tests.bench.$$(basename $$file .py) || exit 1; done

neo4j: env ## run a Neo4j server to try the service with; its data stay in var/neo4j
	@.ci/neo4j
	@.venv/bin/python -m tests.support.neo4j_server

lock: ## resolve the dependencies of pyproject.toml and package.json anew into their lock files
	@test -x .venv/bin/pip-compile || .ci/env test
	@.ci/lock

pythons: ## install, start and try the service on each supported Python that is here
	@.ci/pythons
