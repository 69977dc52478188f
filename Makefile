# Two targets do all the set-up on a fresh machine: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.developing
SMALL := .venv-small
NHIEMVU := $(BIN)/nhiemvu
PORT ?= 8000

.PHONY: help install system run test small quick check docs eval bench samples clean

help:  ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: system $(STAMP)  ## system parts and .venv with the nhiemvu command in it

# Scans and old Word files need these; everything else works without them.
system:
	@sh scripts/system_parts.sh tesseract antiword || echo "Going on without them: scans and .doc files will be set aside."

# What running needs: no torch, no tools for tests.
$(STAMP): pyproject.toml constraints.txt
	@sh scripts/check_python.sh $(PYTHON)
	@echo "Installing what running needs (some 270 MB; once) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $(STAMP)

# What tests and training need besides, with torch at the release that constraints.txt names.
$(DEV): $(STAMP)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(DEV)

# An environment as a user has it, with pytest and the writers of test files besides.
$(SMALL)/.installed: pyproject.toml constraints.txt Makefile
	$(PYTHON) -m venv $(SMALL)
	$(SMALL)/bin/pip install --quiet --constraint constraints.txt --editable . pytest python-docx reportlab
	@touch $@

run: install  ## load the sample documents and serve; prints the address
	@$(NHIEMVU) ingest corpus/documents/files || [ $$? -eq 3 ]
	@$(NHIEMVU) serve --port $(PORT)

test: small $(DEV)  ## every check: running without torch, style, types, tests (real browser, real PostgreSQL)
	@sh scripts/system_parts.sh chromium postgresql fonts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

small: $(SMALL)/.installed  ## the tests of running, in an environment as a user has it
	@sh scripts/system_parts.sh tesseract antiword
	$(SMALL)/bin/python -c "import importlib.util as u; assert not any(map(u.find_spec, ('torch', 'transformers', 'datasets')))"
	$(SMALL)/bin/pytest tests/test_readme.py tests/test_offline.py tests/test_end_to_end.py

quick: $(DEV)  ## style, types, and the tests that need no model, browser, database server or process pool
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto -m "not (model or browser or postgres or process)" -q

check: $(DEV)  ## style, types and the vocabularies (authority list, succession) only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m corpus.authority.reference_lint

docs: $(DEV)  ## the documentation as a site in build/site; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

eval: $(DEV)  ## quality on gold rows and question sets
	$(NHIEMVU) eval extraction
	@for set in ../shared/retrieval/alqac ../shared/retrieval/nguoicocong; do \
	  [ -d $$set ] && { echo "== $$set"; $(NHIEMVU) eval retrieval $$set; } || true; done

# Sizes at which it ends within some minutes; without a number evals.benchmarks.scale and evals.benchmarks.baselines take 100,000 passages.
BENCH_PASSAGES ?= 5000
BENCH_SETS ?= $(addprefix --set ,$(wildcard ../shared/retrieval/nguoicocong))

bench: $(DEV)  ## speed, as ratios against a peer measured in the same run
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m evals.benchmarks.search_speed
	$(BIN)/python -m evals.benchmarks.analysis_speed
	$(BIN)/python -m evals.benchmarks.reading_speed
	$(BIN)/python -m evals.benchmarks.indexing_speed
	$(BIN)/python -m evals.benchmarks.scale $(BENCH_PASSAGES)
	$(BIN)/python -m evals.benchmarks.baselines $(BENCH_PASSAGES) $(BENCH_SETS)

samples: $(DEV)  ## write the sample documents again from their sources
	$(BIN)/python -m corpus.documents.generator

clean:
	rm -rf $(VENV) $(SMALL) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
