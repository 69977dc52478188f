# Two targets do all the set-up on a fresh machine: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NHIEMVU := $(BIN)/nhiemvu
PORT ?= 8000

.PHONY: help install system run test check eval bench samples clean

help:  ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: system $(STAMP)  ## system parts and .venv with the nhiemvu command in it

# Scans and old Word files need these; everything else works without them.
system:
	@sh scripts/system_parts.sh tesseract antiword || echo "Going on without them: scans and .doc files will be set aside."

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

run: install  ## load the sample documents and serve; prints the address
	@$(NHIEMVU) ingest corpus/documents/files || [ $$? -eq 3 ]
	@$(NHIEMVU) serve --port $(PORT)

test: $(STAMP)  ## every check: style, types, tests (real browser, real PostgreSQL)
	@sh scripts/system_parts.sh tesseract antiword chromium postgresql fonts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

check: $(STAMP)  ## style, types and the vocabularies (authority list, succession) only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m corpus.authority.reference_lint

eval: $(STAMP)  ## quality on gold rows and question sets
	$(NHIEMVU) eval extraction
	@for set in ../shared/retrieval/alqac ../shared/retrieval/nguoicocong; do \
	  [ -d $$set ] && { echo "== $$set"; $(NHIEMVU) eval retrieval $$set; } || true; done

# Sizes at which it ends within some minutes; without a number evals.benchmarks.scale and evals.benchmarks.baselines take 100,000 passages.
BENCH_PASSAGES ?= 5000
BENCH_SETS ?= $(addprefix --set ,$(wildcard ../shared/retrieval/nguoicocong))

bench: $(STAMP)  ## speed, as ratios against a peer measured in the same run
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m evals.benchmarks.search_speed
	$(BIN)/python -m evals.benchmarks.analysis_speed
	$(BIN)/python -m evals.benchmarks.reading_speed
	$(BIN)/python -m evals.benchmarks.indexing_speed
	$(BIN)/python -m evals.benchmarks.scale $(BENCH_PASSAGES)
	$(BIN)/python -m evals.benchmarks.baselines $(BENCH_PASSAGES) $(BENCH_SETS)

samples: $(STAMP)  ## write the sample documents again from their sources
	$(BIN)/python -m corpus.documents.generator

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
