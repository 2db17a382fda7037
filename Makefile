# Each target sets up what it needs; a second run needs no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
JAVA_FOUND := $(shell sh scripts/java.sh)

PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder
# A demonstration keeps to its own folder; `make run SIBAI_HOME=…` takes another one.
SIBAI_HOME ?= var/demo
DEMO := SIBAI_HOME=$(SIBAI_HOME) SIBAI_DEMO=1 SIBAI_SECOND_FACTOR=0
# Tests that open no database run once; all others run on PostgreSQL too.
WITHOUT_DATABASE := batch bench commands docs house looks measure spark
ON_POSTGRES := $(filter-out $(WITHOUT_DATABASE:%=tests/%/) tests/faults/,$(sort $(wildcard tests/*/)))
KILLS ?= 100
POSTGRES_KILLS ?= 20

.PHONY: run demo example test test-postgres faults check bench locks clean

run: demo ## the site with the demonstration county, on SQLite
	@$(DEMO) $(BIN)/sibai serve

demo: $(STAMPS)/dev ## load the demonstration county, unless it is there
	@mkdir -p $(SIBAI_HOME)
	@$(DEMO) $(BIN)/sibai demo --if-empty

example: $(STAMPS)/dev ## settle the sample year of 白河县 from files
	@$(BIN)/sibai example

test: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## every test, on SQLite; what cannot run says NOT RUN and why
	$(PYTEST) tests

test-postgres: $(STAMPS)/dev ## the tests that open a database on a temporary PostgreSQL, one journey, and kills
	$(BIN)/python scripts/with_postgres.py $(PYTEST) $(ON_POSTGRES)
	SIBAI_KILLS=$(POSTGRES_KILLS) $(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -q -s tests/faults

faults: $(STAMPS)/dev ## kill the server in the middle of writes, KILLS times
	SIBAI_KILLS=$(KILLS) $(BIN)/python -m pytest -q -s tests/faults

check: $(STAMPS)/dev ## lint, types, contracts
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## one national year, a county's months, the site's pages, against floors and bars
	$(BIN)/python -m sibai.bench
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m sibai.bench.month
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
