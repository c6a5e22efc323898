# Fresh machine: `make run` (sandbox, or the real bot with a token in .env) and `make test`. Needs Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run install test check format lint types imports bench rehearse messages lock schema

run: install
	@$(BIN)/python -m bot migrate
	@if $(BIN)/python -m bot has-token; then $(BIN)/python -m bot run; else $(BIN)/python -m bot sandbox; fi

install: .venv/installed

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/tested: .venv/installed tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

test: .venv/tested
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

check: .venv/tested format lint types imports test

format: .venv/tested
	$(BIN)/ruff format --check .

lint: .venv/tested
	$(BIN)/ruff check .

types: .venv/tested
	$(BIN)/mypy

imports: .venv/tested
	$(BIN)/lint-imports

bench: .venv/tested
	$(BIN)/python -m tests.bench

rehearse: install
	$(BIN)/python -m tests.rehearse

# For developers: the catalogue after a change of sentences, the locks after a change of dependencies.
messages: .venv/tested
	$(BIN)/python -m tests.messages

lock: .venv/tested
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -c requirements.lock --group dev pyproject.toml -o tests/requirements.lock
