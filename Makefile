# Everything sets itself up: on a fresh machine `make demo` and `make test` need nothing prepared.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-long lint check bench lock clean

help:
	@echo "make demo       mirror the embedded demo blog into demo-collection/"
	@echo "make test       the tests, then lint, types, import contracts and docs"
	@echo "make test-long  the tests with the long ones"
	@echo "make bench      the benchmarks of benchmarks/"
	@echo "make lock       lock the dependencies anew, with hashes"
	@echo "make clean      remove what the other targets made"

demo: $(VENV)/.installed
	rm -rf demo-collection
	$(BIN)/beilin demo -o demo-collection
	cd demo-collection && sha256sum -c --quiet manifest-sha256.txt

test: $(VENV)/.developing
	$(BIN)/pytest -n 2 -m "not long"
	$(MAKE) --no-print-directory check

test-long: $(VENV)/.developing
	$(BIN)/pytest -n 2

check lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_lengths.py archive pipelines scraper
	$(BIN)/python tools/document.py --check

bench: $(VENV)/.developing
	$(BIN)/python benchmarks/whole_job.py

lock: $(VENV)/.developing
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet pyproject.toml --extra dev -o requirements-dev.lock

$(VENV)/.installed: requirements.lock pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) tools/setup.sh $(VENV) requirements.lock
	touch $@

$(VENV)/.developing: requirements-dev.lock pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) tools/setup.sh $(VENV) requirements-dev.lock
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) demo-collection build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
