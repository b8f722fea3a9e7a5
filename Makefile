# `make` by itself says what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run install

help: ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

# --- run ------------------------------------------------------------------------------------------------------------

run: $(VENV)/installed .env ## Serve: PORT=8000 HOST=127.0.0.1 WORKERS=1, or what .env says
	@exec $(BIN)/python -m backend # in make's own child, which gets the SIGTERM that make gets

install: $(VENV)/installed ## Make the virtual environment and install what the server needs

$(VENV)/installed: requirements.lock
	@$(MAKE_VENV)
	@echo "Installing what the server needs …"
	@$(PIP) -r requirements.lock
	@touch $@

.env: | $(VENV)/installed
	@$(BIN)/python -m backend.env_file $@

define MAKE_VENV
$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)' && \
test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
endef
