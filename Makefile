# Every target sets itself up. Needs only make and Python 3.11+ with venv.
PYTHON ?= python3
PORT ?=
ARGS ?=
export PORT ARGS
.DEFAULT_GOAL := help
.PHONY: help run test check fmt bench soak demo-reset screens lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## open the city at http://127.0.0.1:8000 (make run PORT=8001 for another port); Ctrl-C closes it
	@$(PYTHON) tools/bootstrap.py run

test: ## run the tests (make test ARGS="-k panel")
	@$(PYTHON) tools/bootstrap.py test

check: ## lint, types, import contracts, migrations, architecture
	@$(PYTHON) tools/bootstrap.py check

fmt: ## format the Python code
	@$(PYTHON) tools/bootstrap.py fmt

bench: ## measure what we promise about speed
	@$(PYTHON) tools/bootstrap.py bench

soak: ## the long tests
	@$(PYTHON) tools/bootstrap.py soak

demo-reset: ## throw the demo city away and build it anew
	@$(PYTHON) tools/bootstrap.py demo-reset

screens: ## take pictures of the screens into screens/
	@$(PYTHON) tools/bootstrap.py screens

lock: ## recompile requirements.lock from pyproject.toml
	@$(PYTHON) tools/bootstrap.py lock
