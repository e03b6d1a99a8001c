# Everything sets itself up: on a fresh machine `make demo` and `make test` need nothing prepared.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo docs judges peers evaluate test test-long test-newest lint check weights bench lock clean

help:
	@echo "make demo          mirror the embedded demo blog into demo-collection/"
	@echo "make test          the tests, then lint, types, import contracts and docs"
	@echo "make test-long     the tests with the long ones"
	@echo "make test-newest   the byte-identity test on the newest Scrapy and Twisted"
	@echo "make docs          the documentation as a site, into build/site/"
	@echo "make evaluate      how well the cases of tests/corpus are read, field by field, beside other programs"
	@echo "make weights       what signs of people weigh, learned anew from training/"
	@echo "make bench         the benchmarks of benchmarks/"
	@echo "make lock          lock the dependencies anew, with hashes"
	@echo "make clean         remove what the other targets made"

demo: $(VENV)/.installed
	rm -rf demo-collection
	$(BIN)/beilin demo -o demo-collection
	cd demo-collection && sha256sum -c --quiet manifest-sha256.txt

test: $(VENV)/.developing judges
	$(BIN)/pytest -n 2 -m "not long" --durations 25 --durations-min 4
	$(MAKE) --no-print-directory check

test-long: $(VENV)/.developing judges
	$(BIN)/pytest -n 2

check lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_lengths.py archive pipelines scraper
	$(BIN)/python tools/document.py --check
	$(MKDOCS)

# The site asks the network for nothing, neither here nor when it is read.
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

docs: $(VENV)/.developing
	$(BIN)/python tools/document.py
	$(MKDOCS)
	@echo "Look at it: $(BIN)/python -m http.server --bind 127.0.0.1 --directory build/site"

# The tee touches private names of Scrapy and Twisted: this tells when they move. Not locked, and not part of `test`.
test-newest: $(VENV)/.developing
	$(PYTHON) -m venv $(VENV)-newest
	$(VENV)-newest/bin/pip install --quiet --upgrade --upgrade-strategy eager -e .[dev]
	$(VENV)-newest/bin/pytest -n 2 tests/scraper/test_wire.py

# FOLDERS names other corpora: make evaluate FOLDERS="tests/corpus/blogger ../more"
evaluate: $(VENV)/.developing peers
	$(BIN)/python -m benchmarks.evaluate --peers $(VENV)-peers $(FOLDERS)

# What the signs of people weigh, learned anew from training/ and tests/corpus; then `make test` tells what it changed.
weights: $(VENV)/.developing peers
	mkdir -p build
	$(BIN)/python -m training.collect build/seen.json
	$(VENV)-peers/bin/python training/weigh.py build/seen.json --measure
	$(VENV)-peers/bin/python training/weigh.py build/seen.json

bench: $(VENV)/.developing
	$(BIN)/python benchmarks/beside_peers.py --only beilin
	$(BIN)/python benchmarks/second_visit.py --posts 300
	$(BIN)/python -m benchmarks.alignment
	$(BIN)/python -m benchmarks.replicas --posts 100
	$(BIN)/python -m benchmarks.restoring
	$(BIN)/python benchmarks/verification.py

lock: $(VENV)/.developing
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet pyproject.toml --extra dev -o requirements-dev.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet requirements-judges.in -o requirements-judges.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet requirements-peers.in -o requirements-peers.lock

$(VENV)/.installed: requirements.lock pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) tools/setup.sh $(VENV) requirements.lock
	touch $@

$(VENV)/.developing: requirements-dev.lock pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) tools/setup.sh $(VENV) requirements-dev.lock
	touch $@ $(VENV)/.installed

# Without them their tests are skipped, and say so: some of what pywb needs is compiled where it is installed.
JUDGED := $(VENV)-judges/.installed
judges:
	@[ $(JUDGED) -nt tools/judges.sh ] && [ $(JUDGED) -nt requirements-judges.lock ] && [ $(JUDGED) -nt archive/web/replay_assets.py ] \
	  || if PYTHON=$(PYTHON) tools/judges.sh $(VENV)-judges; then touch $(JUDGED); fi

# Without them evaluate says which are missing, and judges the rest.
peers:
	@[ -e $(VENV)-peers/.installed ] || (PYTHON=$(PYTHON) tools/peers.sh $(VENV)-peers && touch $(VENV)-peers/.installed) \
	  || echo "The programs to compare with cannot be installed here."

clean:
	rm -rf $(VENV) $(VENV)-newest $(VENV)-judges $(VENV)-peers demo-collection build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
