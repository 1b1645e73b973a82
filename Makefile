.DEFAULT_GOAL := help
.PHONY: help env run test lint bench neo4j lock
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

help: ## say what the targets do
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## build the environment: .venv from requirements.lock, front-end assets
	@.ci/env
	@.ci/assets

lock: env ## resolve the dependencies of pyproject.toml anew into requirements.lock
	@.ci/lock
