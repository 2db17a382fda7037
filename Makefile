# Each target sets up what it needs; a second run needs no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
JAVA_FOUND := $(shell sh scripts/java.sh)

.PHONY: run test check demo bench locks clean

run: $(STAMPS)/dev ## settle the sample year of 白河县
	@$(BIN)/sibai example

demo: run

test: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## every test; what cannot run says NOT RUN and why
	$(BIN)/python -m pytest -n auto -q tests

check: $(STAMPS)/dev ## lint, types, contracts
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(STAMPS)/dev $(if $(JAVA_FOUND),$(STAMPS)/spark) ## one national year against the floor
	$(BIN)/python -m sibai.bench

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
	rm -rf $(VENV) $(STAMPS) .mypy_cache .ruff_cache .pytest_cache .hypothesis
