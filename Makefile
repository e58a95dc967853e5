# Everything a person or a machine does with a checkout. `make` alone lists it.
# Needed: make and Python 3.11 or newer. Python packages go to .venv, by hash, and nowhere else.

VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
PEERS := $(VENV)/peers
PEERS_READY := $(PEERS)/.ready
# Two processes on two cores; a file stays in one of them. `make test TEST_JOBS=` runs one test after the other.
TEST_JOBS ?= -n auto --maxprocesses 4 --dist loadfile
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# A third of a second of each start, also where PYTHONDONTWRITEBYTECODE is set.
COMPILE := $(BIN)/python -m compileall -q reunion

.PHONY: help demo serve check test nightly bench screenshots traditional lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: $(RUN_READY) ## a complete sample gathering; DEMO_ARGS="--autoplay --speed 20" runs its first show
	@exec $(BIN)/reunion demo $(DEMO_ARGS)

serve: $(RUN_READY) ## the server on your own data; SERVE_ARGS="--port 9000", settings in docs/operating.md
	@exec $(BIN)/reunion serve $(SERVE_ARGS)

check: $(DEV_READY) ## lint, format, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/house

# The processes of a run order sets alike, each run otherwise.
test: export PYTHONHASHSEED := $(shell date +%s)
test: $(DEV_READY) ## every test in minutes, in a real browser where there is one; TEST_ARGS="-k desk"
	@sh tools/browser.sh
	@echo "PYTHONHASHSEED=$$PYTHONHASHSEED"
	$(BIN)/python -m pytest $(TEST_JOBS) $(TEST_ARGS)

# Kills and browsers have the machine to themselves: their figures are read.
nightly: export PYTHONHASHSEED := $(shell date +%s)
nightly: export REUNION_NIGHTLY := 1
nightly: export REUNION_KILLS := 300
nightly: export REUNION_FRAMES := 100000
nightly: export REUNION_REQUESTS := 100000
nightly: $(DEV_READY) ## the long runs: hundreds of kills, tens of thousands of hostile inputs
	@sh tools/browser.sh
	@echo "PYTHONHASHSEED=$$PYTHONHASHSEED"
	@failed=0; \
	$(BIN)/python -m pytest $(TEST_JOBS) --ignore=tests/chaos --ignore=tests/browser $(TEST_ARGS) || failed=1; \
	$(BIN)/python -m pytest tests/chaos tests/browser $(TEST_ARGS) || failed=1; \
	exit $$failed

bench: $(DEV_READY) $(PEERS_READY) ## figures of this machine: sign-ups a second, TAKE latency, start times, linking, planning
	@for script in bench/*.py; do case $$script in */__init__.py|*/_*.py) continue;; esac; \
		echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

screenshots: $(DEV_READY) ## every page, size and theme into screenshots/, and the few of docs/screenshots anew
	@REUNION_REQUIRE_BROWSER=1 sh tools/browser.sh
	$(BIN)/python -m tools.gallery
	$(BIN)/python tools/screenshots.py

traditional: $(DEV_READY) ## the traditional Chinese texts again, from the simplified ones
	$(BIN)/python tools/traditional.py

lock: ## compile the lock files again (needs uv; for whoever changes pyproject.toml)
	uv pip compile pyproject.toml --extra speed --group build \
		--universal --generate-hashes --python-version 3.11 --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --extra speed --extra postgres --group dev \
		--universal --generate-hashes --python-version 3.11 --no-header --no-annotate -o requirements-dev.lock
	uv pip compile pyproject.toml --extra bench --constraint requirements-dev.lock \
		--universal --generate-hashes --python-version 3.11 --no-header --no-annotate -o requirements-bench.lock

clean: ## remove .venv and what tests and tools leave behind (never data)
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .schemathesis
	rm -rf bench/out tests/browser/out
	find reunion tests bench tools -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@python=$$(sh tools/python.sh) && echo "Setting up $(VENV) with $$("$$python" --version)" \
		&& { "$$python" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; }

# A lock installs by hash only; the project itself is linked in without asking any index for anything.
$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the server needs (once; about a minute)"
	@$(PIP) install --require-hashes -r requirements.lock || { sh tools/python.sh --no-packages; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $@

$(DEV_READY): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the checks and tests need (once; a minute or two)"
	@$(PIP) install --require-hashes -r requirements-dev.lock || { sh tools/python.sh --no-packages; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $@ $(RUN_READY)

# What linking and planning are measured beside stands apart, so that .venv stays as locked; without it the bench runs all the same.
$(PEERS_READY): requirements-bench.lock | $(BIN)/python
	@echo "Installing the peers that linking and planning are measured beside (once; a minute or two)"
	@$(BIN)/python -m venv $(PEERS)
	@if $(PEERS)/bin/python -m pip --disable-pip-version-check --no-input -qq install \
			--require-hashes -r requirements-bench.lock; then touch $@; \
		else rm -rf $(PEERS); echo "No package index was reached: splink, dedupe, recordlinkage, OR-Tools and SciPy are left out."; fi
