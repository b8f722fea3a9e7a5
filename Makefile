# `make` by itself says what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

NODE_TESTS := tests/better_auth tests/frontend
# More than the cores of a small machine: much of the time is spent waiting for servers.
JOBS ?= 3
FORMAT ?= text

.DEFAULT_GOAL := help
.PHONY: help run watch install test contract mutants generate lint check mock publish features corpus style bench lock

help: ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

# --- run ------------------------------------------------------------------------------------------------------------

run: $(VENV)/installed .env ## Serve: PORT=8000 HOST=127.0.0.1 WORKERS=1, or what .env says
	@exec $(BIN)/python -m backend # in make's own child, which gets the SIGTERM that make gets

watch: $(VENV)/installed-dev .env ## Serve, and at each save: lint, generate, serve anew
	@exec $(BIN)/python -m backend.beside $(BIN)/handfast watch --serve "$(BIN)/python -m backend"

install: $(VENV)/installed ## Make the virtual environment and install what the server needs

$(VENV)/installed: requirements.lock
	@$(MAKE_VENV)
	@echo "Installing what the server needs …"
	@$(PIP) -r requirements.lock
	@touch $@

.env: | $(VENV)/installed
	@$(BIN)/python -m backend.env_file $@

# --- prove ----------------------------------------------------------------------------------------------------------

test: $(VENV)/installed-dev $(NODE_TESTS:=/node_modules/installed) ## Run all tests: the toolchain, the backend, the contract
	@$(BIN)/handfast tools --quiet
ifdef TESTS
	@$(BIN)/python -m pytest $(TESTS)
else
	@$(BIN)/python -m pytest tests --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder # in our order: see tests/conftest.py
	@$(BIN)/python -m contract_tests
endif

$(NODE_TESTS:=/node_modules/installed): %/node_modules/installed: %/package.json %/package-lock.json %/.npmrc | $(VENV)/installed-dev
	@echo "Installing what $* needs of npm …"
	@$(BIN)/npm ci --prefix $* --loglevel=error >/dev/null || { echo "npm cannot install $*; is its registry out of reach?" >&2; exit 1; }
	@touch $@

contract: $(VENV)/installed-dev ## Prove the running server against specs/: CONTRACT="auth --report proof.html", or --help
	@$(BIN)/python -m contract_tests $(CONTRACT)

mutants: $(VENV)/installed-dev ## Prove the proof, with defects seeded into the backend: MUTANTS="--only isolation", or --help
	@$(BIN)/python scripts/mutants $(MUTANTS)

features: $(VENV)/installed-dev ## Prove specs/features on a server of its own: FEATURES="--only tasks"
	@$(BIN)/handfast tools --quiet
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	DATA_FOLDER="$$folder/data" ASSISTANT=offline BETTER_AUTH_SECRET="$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))')" \
	REGISTER_LIMIT=100000 LOGIN_LIMIT=100000 $(BIN)/handfast features --serve "$(BIN)/python -m backend" $(FEATURES)

style: $(VENV)/installed-dev ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy $(PACKAGES)
	@$(BIN)/lint-imports --no-cache | tail -n 6

bench: $(VENV)/installed-dev ## Measure this backend beside an idiomatic one and a bare floor
	@$(BIN)/python scripts/bench $(BENCH)

PACKAGES := backend generated scripts/handfast scripts/bench scripts/mutants contract_tests tests

# --- generate -------------------------------------------------------------------------------------------------------

lint: $(VENV)/installed-dev ## Hold specs/ against the rules of the house and Redocly's: FORMAT=github annotates
	@$(BIN)/handfast tools --quiet && $(BIN)/handfast lint --general --format $(FORMAT)

generate: $(VENV)/installed-dev ## Lint specs/, then bring generated/ in line: GENERATE=--orphan leaves handlers behind
	@$(BIN)/handfast tools --quiet && $(BIN)/handfast lint --general --skip features && $(BIN)/handfast generate --strict $(GENERATE)

check: lint ## Lint specs/, then fail with a diff if generated/ is not what they say, or with what nobody approved
	@$(BIN)/handfast generate --strict --check
	@$(BIN)/handfast approve --check

mock: $(VENV)/installed-dev ## Serve specs/ without a database or handlers: MOCK="--port 8001"
	@$(BIN)/handfast mock $(MOCK)

publish: lint ## Write what frontends take of the contract to dist/: PUBLISH="--out public"
	@$(BIN)/handfast publish $(PUBLISH)

corpus: $(VENV)/installed-dev ## Measure the generator on a folder of documents: DIR=documents CORPUS="--json found.json"
	@test -n "$(DIR)" || { echo 'say which: make corpus DIR=a-folder-of-documents' >&2; exit 2; }
	@$(BIN)/handfast corpus "$(DIR)" $(CORPUS)

# --- dependencies ---------------------------------------------------------------------------------------------------

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml
	@$(MAKE_VENV)
	@echo "Installing what the tests and the toolchain need …"
	@$(PIP) -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(VENV)/installed $@

lock: $(VENV)/installed-dev ## Pin all dependencies anew, with their hashes
	@$(LOCK) --output-file requirements.lock --group backend
	@$(LOCK) --output-file requirements-dev.lock --group dev pyproject.toml

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

define MAKE_VENV
$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)' && \
test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
endef
