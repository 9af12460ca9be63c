# Each target makes its own virtual environment; nothing else on the machine is touched.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# The CPU build of torch comes first, so that nothing pulls a build with CUDA packages behind it.
TORCH ?= torch==2.13.0

# Hosts that need openai<3, or much else: each is tested in an environment of its own, with what the local engine needs.
HOSTS = $(VENV)/hosts/claude/.ready $(VENV)/hosts/crewai/.ready $(VENV)/hosts/litellm/.ready
HOST_claude = "claude-agent-sdk>=0.2.187"
HOST_crewai = "crewai>=1.15"
HOST_litellm = "litellm[proxy]>=1.108"
# Agents that npm has; where there is no npm their tests are skipped.
HOSTS += $(if $(shell command -v npm),$(VENV)/hosts/codex/.npm $(VENV)/hosts/copilot/.npm)
NPM_codex = @openai/codex@^0.169.0
NPM_copilot = @github/copilot@^1.0.102
LOCAL = msgspec platformdirs pystemmer rapidfuzz

.PHONY: demo test lint bench clean

demo: $(VENV)/.base
	$(BIN)/ire-gate demo

test: $(VENV)/.test lint
	$(MAKE) --no-print-directory --jobs 2 $(HOSTS)
	PYTHON=$(BIN)/python $(BIN)/python -m pytest -q -n auto

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test
	$(BIN)/python benchmarks/speed.py

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/.test: $(VENV)/.base
	$(BIN)/pip install --quiet "$(TORCH)"
	$(BIN)/pip install --quiet --editable ".[test]"
	touch $@

$(VENV)/hosts/%/.ready: | $(VENV)/.base
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --no-compile $(HOST_$*) $(LOCAL)
	$(@D)/bin/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/hosts/%/.npm: | $(VENV)/.base
	mkdir -p $(@D)
	npm install --silent --no-audit --no-fund --prefix $(@D) "$(NPM_$*)"
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dist
