# The project's commands; `make help` lists them. The work is done in packaging/*.sh.
# Variables: PYTHON (what `.venv` is made with; else the newest of 3.11 and later that is found),
# ARGS (handed to the program that a target starts).

SETUP := sh packaging/setup.sh
BIN := .venv/bin
TEST_ENV := QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench golden faults constraints screenshots clean
MAKEFLAGS += --no-print-directory

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set everything up and open imagefinder (without a screen: show the demo)
	@$(SETUP) run $(ARGS)

test: lint ## Set everything up, then lint and run all tests
	@$(TEST_ENV) $(BIN)/python -m pytest -n auto --dist loadfile --max-worker-restart 0 $(ARGS)

lint: ## Check style, format, types and who imports whom
	@$(SETUP) dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

format: ## Put the code into the project's format
	@$(SETUP) dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: ## Print the figures that the README gives
	@$(SETUP) dev
	@$(BIN)/python -m benchmarks $(ARGS)

golden: ## Compare the default model's scores with the known ones
	@$(SETUP) dev
	@$(BIN)/python -m benchmarks golden $(ARGS)

faults: ## Do to the program what life does: hostile files, kills (takes long)
	@$(SETUP) dev
	@$(BIN)/python -m tests.faults $(ARGS)

constraints: ## Pin the newest allowed version of every package
	@sh packaging/freeze.sh

screenshots: ## Take pictures of every page of the window, and the README's among them
	@$(SETUP) dev
	@sh packaging/screenshots.sh

clean: ## Delete the environment and every cache of the tools
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
