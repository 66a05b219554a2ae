# Everything that this makes goes into the checkout, into folders that git ignores. It needs Python 3.11 or newer,
# Node 20 and make; uv and all else come by the hashed locks in requirements/.

PYTHON3 ?= python3
ARGS ?=

BIN := .venv/bin
UV := .tools/uv/bin/uv
DEV_LOCK := requirements/dev.lock
BOOTSTRAP_LOCK := requirements/bootstrap.lock
PYTEST := -m pytest -n auto --dist loadfile -o cache_dir=.cache/pytest

export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# Where a proxy stands between, the system knows its certificate.
export UV_SYSTEM_CERTS := 1
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_CACHE_DIR := $(CURDIR)/.cache/pyright
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export npm_config_cache := $(CURDIR)/.cache/npm
# What the caller's shell has active must not reach into ours.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DELETE_ON_ERROR:
.PHONY: help demo test test-source test-wheel lint format docs bench package lock clean

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22
	@echo 'Options go into ARGS, as in: make demo ARGS=--once'

demo: .venv/.installed ## start the demo plant and check the example project against it (ARGS=--once: one pass)
	@$(BIN)/holo demo $(ARGS)

test: lint test-source test-wheel ## run everything: lint, and the tests on the source and on the installed wheel

test-source: .venv/.installed ## run the tests on the source (ARGS go to pytest)
	$(BIN)/python $(PYTEST) $(ARGS)

test-wheel: .venv/.installed ## run the tests on the wheel, installed in an environment of its own
	rm -rf build
	$(BIN)/hatchling build -t wheel -d build
	$(UV) venv -q --python $(BIN)/python build/venv
	$(UV) pip sync -q --python build/venv --require-hashes $(DEV_LOCK)
	$(UV) pip install -q --python build/venv --no-deps build/*.whl
	build/venv/bin/python $(PYTEST) $(ARGS)

lint: .venv/.synced ## check style, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright

format: .venv/.synced ## put style and format right where that can be done safely
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/.installed ## write the reference pages in docs/ anew from the code
	HOLO_UPDATE=1 $(BIN)/python -m pytest -q -o cache_dir=.cache/pytest tests/docs

bench: .venv/.installed ## measure speed and memory against the budgets
	@$(BIN)/python tests/benchmarks $(ARGS)

package: .venv/.synced ## build the wheel and the source distribution into dist/
	rm -rf dist
	$(BIN)/hatchling build

lock: $(UV) ## write the locks anew from pyproject.toml (ARGS=--upgrade: newest versions)
	$(call compile,--group pyproject.toml:bootstrap,$(BOOTSTRAP_LOCK))
	$(call compile,--group dev pyproject.toml,$(DEV_LOCK))

clean: ## remove all that these commands made
	rm -rf .venv .tools .cache build dist

compile = $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(ARGS) $(1) -o $(2)

$(UV): $(BOOTSTRAP_LOCK)
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON3) is not: make PYTHON3=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON3) -m venv --clear .tools/uv
	.tools/uv/bin/python -m pip install -q --require-hashes --only-binary :all: -r $(BOOTSTRAP_LOCK)
	@touch $@

# A rule of its own: when the Python behind it goes away, this link is broken and all is made anew.
$(BIN)/python: | $(UV)
	$(UV) venv -q --clear --python .tools/uv/bin/python .venv

.venv/.synced: $(DEV_LOCK) | $(BIN)/python
	$(UV) pip sync -q --python .venv --require-hashes $(DEV_LOCK)
	@touch $@

.venv/.installed: .venv/.synced pyproject.toml server/holo_lsp/__init__.py
	$(UV) pip install -q --python .venv --no-deps --no-build-isolation --editable .
	@touch $@
