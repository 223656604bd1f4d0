# Two commands do everything on a fresh machine with Python 3.11+ and Node 20+: make run, make test.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
# Of the demo's history, at its first load: from 1 to 8.
WEEKS ?= 8
VENV := .venv
PY := $(VENV)/bin/python
PWA_SOURCES := $(shell find pwa/src pwa/public pwa/index.html pwa/rescue.html pwa/vite.config.ts pwa/package-lock.json sync_protocol/generated/protocol.ts -type f 2>/dev/null)

# Many processes start in a test run: compiling all that each imports would take longer than the rest.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run simulate fraud-report points-report test test-python test-pwa test-journeys check fix bench generate screenshots reset setup

setup: $(VENV)/.ready pwa/node_modules/.ready

$(VENV)/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements.lock \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

pwa/node_modules/.ready: pwa/package-lock.json
	@node -e 'const [a,b]=process.versions.node.split(".").map(Number); if (a<20||(a===20&&b<19)) {console.error("Node 20.19 or newer is needed, this is "+process.version); process.exit(1)}'
	@cd pwa && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

pwa/dist/.ready: pwa/node_modules/.ready $(PWA_SOURCES)
	@cd pwa && npx vite build --logLevel warn
	@touch $@

# Sets up, builds, migrates, loads the demo world once, serves on http://127.0.0.1:$(PORT).
run: $(VENV)/.ready pwa/dist/.ready
	@PORT=$(PORT) WEEKS=$(WEEKS) XUNDIAN_DEMO=1 $(PY) -m tools.run

test: test-pwa test-python test-journeys

test-python: $(VENV)/.ready pwa/dist/.ready
	@$(PY) -m pytest -q -n 4 --dist loadgroup --ignore tests/journeys

test-pwa: $(VENV)/.ready pwa/node_modules/.ready
	@cd pwa && npx vitest run --reporter=dot

# What was red beside others is remembered and tried once more alone.
AGAIN := -o addopts=--strict-markers -o cache_dir=$(VENV)/.pytest_cache

test-journeys: $(VENV)/.ready pwa/dist/.ready
	@$(PY) -m tools.browser
	@$(PY) -m pytest -q -n 3 --dist worksteal --tb short $(AGAIN) tests/journeys || \
	{ echo "once more, alone, what was red beside others (above: what was on the screens)"; \
	$(PY) -m pytest -q --tb short --lf --lfnf none $(AGAIN) tests/journeys; }

# Whole worlds of phones, network and server by seed: make simulate SEEDS=2000 START=0, ENGINE=postgresql
simulate: $(VENV)/.ready
	@$(PY) -m tests.simulator --seeds $(or $(SEEDS),2000) --start $(or $(START),0) --engine $(or $(ENGINE),sqlite)

# What the flags find of the cheating planted in a branch: hits, false alarms, missed.
fraud-report: $(VENV)/.ready
	@$(PY) -m seed_data.fraud_report --weeks $(WEEKS)

# How many of the wrong points in the demo's master data check-ins find.
points-report: $(VENV)/.ready
	@$(PY) -m seed_data.points_report --weeks $(WEEKS)

check: $(VENV)/.ready pwa/dist/.ready
	@$(PY) -m tools.check

fix: setup
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .
	@cd pwa && npx oxlint --fix --quiet src ; npx prettier --write --log-level warn . ; npx prettier --write --log-level warn --config .prettierrc "../bench/peers/*.js"

generate: setup
	@$(PY) -m sync_protocol.generate

# make bench ARGS="--only phone"
bench: $(VENV)/.ready pwa/dist/.ready
	@$(PY) -m tools.browser
	@$(PY) -m bench $(ARGS)

screenshots: $(VENV)/.ready pwa/dist/.ready
	@$(PY) -m tools.browser
	@$(PY) -m tools.screenshots

# Throws the local data away: database, photos, demo world.
reset:
	@rm -rf .data && echo "The local data is gone; make run loads the demo world anew."
