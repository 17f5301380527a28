# Every command of daily work. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help start test lint types contracts sqlite postgresql journeys bench bench-timetable format lock messages wheel clean

COMPILE := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet --group build

help: ## List these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

start: ## Run the demo program: install what is missing, then open http://127.0.0.1:8000/
	./run start

test: ## Everything a change must pass, as CI runs it
	./run test

lint: ## One style for code and templates
	./run test --only lint

types: ## mypy, strict
	./run test --only types

contracts: ## Who may import whom, and are migrations and translations up to date
	./run test --only contracts

sqlite: ## The suite on the embedded database
	./run test --only sqlite

postgresql: ## The suite on a temporary PostgreSQL of its own
	./run test --only postgresql

journeys: ## The ways through the product in a real Chromium
	./run test --only journeys

bench: ## How quick the pages are beside a bare view; writes docs/operate/speed.md (a quarter of an hour)
	.venv/bin/python -m bench.pages

bench-timetable: ## How good and quick the timetable is beside three others; writes docs/operate/timetable-speed.md (25 minutes)
	.venv/bin/python -m pip install --quiet 'pip>=25.1' # the first that knows groups
	.venv/bin/python -m pip install --quiet --group bench
	.venv/bin/python -m bench.timetable

format: ## Put code and templates into the one style
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .
	git ls-files '*.html' | xargs .venv/bin/djade --target-version 5.2

lock: ## Write the lockfiles again after a dependency changed: names and hashes, nothing of this machine
	.venv/bin/python -m pip install --quiet 'uv>=0.5'
	$(COMPILE) --extra all --output-file requirements.txt
	$(COMPILE) --extra test --output-file requirements-test.txt

messages: ## Collect new words to translate and compile the translations
	cd src/stepwell && ../../.venv/bin/django-admin makemessages --all --no-location --no-obsolete --no-wrap
	cd src/stepwell && ../../.venv/bin/django-admin compilemessages

wheel: ## Build the package that `pip install` takes
	.venv/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

clean: ## Forget the environment and the caches; data folders stay
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
