# Everything there is to do here. `make run` and `make test` set up all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export BANYAN_HOME ?= $(CURDIR)/var
# One more than there are cores: tests also wait, for the disk, for PostgreSQL, for the browser.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# Of what `make soak` does at random.
SEED := $(or $(SEED),$(shell date +%s))

# Compiled once, and not by each of the processes that tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test soak bench lint pictures browser clean

run: $(VENV)/installed  ## Start Banyan with a sample cascade on an embedded database.
	@$(BIN)/banyan run --sample

test: $(VENV)/tested browser  ## Run all tests: SQLite, PostgreSQL, Chromium.
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not soak"

soak: $(VENV)/tested browser  ## The long runs: crashes, races, fuzzing, load.
	@$(BIN)/python -m pytest -q -m soak
	@echo "Random histories from the seed $(SEED); the same again: make soak SEED=$(SEED)"
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -m "not soak" --hypothesis-seed=$(SEED) \
		tests/oracle tests/projections

bench: $(VENV)/tested  ## Side by side with what one would otherwise pick.
	@$(BIN)/python -m tests.bench

lint: $(VENV)/tested  ## Style, types and walls alone (part of `make test`).
	@$(BIN)/python -m pytest -q tests/test_architecture.py

pictures: $(VENV)/tested browser  ## Take the pictures in docs/ again, and all others into pictures/.
	@$(BIN)/python -m tests.support.pictures

# Both stamps are remade when the dependencies change.
$(VENV)/installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Banyan (a minute or two, the first time)"
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	@echo "Installing what the tests need"
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

browser:
	@sh tests/browser/install.sh

clean:  ## Remove the environment, the sample's data and pictures that no guide shows.
	rm -rf $(VENV) var pictures
