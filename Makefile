# Each target sets up what it needs; a second run needs no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
JAVA_FOUND := $(shell sh scripts/java.sh)

DEMO := SIBAI_HOME=var/demo SIBAI_DEMO=1 SIBAI_SECOND_FACTOR=0
# The rooms that stand on tables, and the journey and the kills that are repeated on PostgreSQL.
ROOMS := tests/audit tests/places tests/people tests/documents tests/rulebook tests/recruitment tests/employment \
	tests/public tests/rights tests/web tests/budgets tests/browser tests/faults

.PHONY: run test test-postgres faults check demo bench locks clean

run: demo ## the demonstration county, served; prints a login for every role and the address
	@$(DEMO) $(BIN)/sibai serve

demo: $(STAMPS)/dev ## the demonstration county, loaded once
	@$(DEMO) $(BIN)/sibai demo --if-empty

test: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## every test; what cannot run says NOT RUN and why
	$(BIN)/python -m pytest -n auto -q tests

test-postgres: $(STAMPS)/dev ## the tests of rooms with tables again, one journey and 20 kills, on a temporary cluster
	SIBAI_KILLS=20 $(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n auto -q $(wildcard $(ROOMS))

faults: $(STAMPS)/dev ## the server killed a hundred times in the middle of writes
	SIBAI_KILLS=100 $(BIN)/python -m pytest -q tests/faults

check: $(STAMPS)/dev ## lint, types, contracts
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## one national year, and the pages, each against its floor
	$(BIN)/python -m sibai.bench
	$(BIN)/python -m sibai.bench.site

$(STAMPS)/venv:
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/venv requirements/dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/spark: $(STAMPS)/dev requirements/spark.lock
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock && touch $@

locks: $(STAMPS)/venv ## remake the locks from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	sh scripts/locks.sh $(BIN)/uv

clean:
	rm -rf test-artefacts $(VENV) $(STAMPS) .mypy_cache .ruff_cache .pytest_cache .hypothesis
