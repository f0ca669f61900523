SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
GROUPS := site browser-python test bench check lock release
# node and npm come from the virtual environment: one version for everyone.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Where this checkout came from, if that is a page that can be edited.
export EDIT_URI ?= $(shell git remote get-url origin 2>/dev/null | \
	sed -nE 's#^(https://|git@)([^:/]+)[:/](.+)$$#https://\2/\3#; s#(\.git)?$$#/edit/main/docs/#; /^https:/p')
export DISABLE_MKDOCS_2_WARNING := true
export NO_MKDOCS_2_WARNING := 1

# Counts the packages of a lock file while pip works through them.
progress = sh snippets/progress.sh "$(1)" $$(grep -c == $(2))

# What Pyodide says of itself: the wheels beside it must fit its Python and its platform.
pyodide = $$($(BIN)/python -c 'import json; print(json.load(open( \
	"node_modules/pyodide/pyodide-lock.json"))["info"]["$(1)"])')
PAGE_PYTHON = $$(echo $(call pyodide,python) | cut -d. -f1,2)
PAGE_PLATFORM = pyemscripten_$(call pyodide,abi_version)_$(call pyodide,arch)

## help: list the verbs
help:
	@sed -n 's/^## //p' Makefile

## setup: install everything that the other verbs need
setup: $(VENV)/.ready node_modules/.ready build/wheels/.ready build/wheels-server/.ready

$(VENV)/.ready: requirements.lock snippets/find_python.sh
	@echo "==> Python packages into $(VENV), about 1.3 GB unpacked"
	@python=$$(sh snippets/find_python.sh) && "$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off \
		--require-hashes --no-deps -r requirements.lock 2>&1 | $(call progress,Python packages,$<)
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])')/checkout.pth"
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.ready
	@echo "==> npm packages into node_modules, about 75 MB unpacked"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=http 2>&1 | \
		sh snippets/progress.sh "npm packages" 0
	@touch $@

build/wheels/.ready: requirements-browser.lock node_modules/.ready
	@echo "==> wheels for the browser's Python into build/wheels"
	@mkdir -p $(@D)
	@rm -f $(@D)/*.whl
	@$(BIN)/python -m pip download --disable-pip-version-check --progress-bar off \
		--only-binary :all: --python-version $(PAGE_PYTHON) \
		--require-hashes --no-deps --dest $(@D) -r requirements-browser.lock \
		2>&1 | $(call progress,wheels for the browser,$<)
	@touch $@

build/wheels-server/.ready: requirements-browser-server.lock node_modules/.ready
	@echo "==> wheels for the server panels into build/wheels-server"
	@mkdir -p $(@D)
	@rm -f $(@D)/*.whl
	@$(BIN)/python -m pip download --disable-pip-version-check --progress-bar off \
		--only-binary :all: --python-version $(PAGE_PYTHON) \
		--platform $(PAGE_PLATFORM) --platform any \
		--require-hashes --no-deps --dest $(@D) -r requirements-browser-server.lock \
		2>&1 | $(call progress,wheels for the server panels,$<)
	@touch $@

# The libraries that are attacked have environments of their own: see requirements.lock
# for the site's. One recipe installs both, the newest releases and the old ones.
build/%-venv/.ready: requirements-%.lock $(VENV)/.ready
	@echo "==> Python packages into $(@D)"
	@$(BIN)/python -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --disable-pip-version-check --progress-bar off \
		--require-hashes --no-deps -r $< 2>&1 | $(call progress,Python packages,$<)
	@touch $@

## setup-test: install the browser and the Redis server where they are missing
setup-test: setup build/libraries-old-venv/.ready
	@sh snippets/install_system.sh chromium-headless-shell chromium-headless-shell chrome-headless-shell || \
		sh snippets/install_system.sh chromium chromium chromium-browser google-chrome
	@sh snippets/install_system.sh redis-server redis-server valkey-server

## build: write the site into site/
build: setup
	@mkdocs build --clean
	@echo "==> wrote site/"

## serve: serve the site with live reload on http://127.0.0.1:8000/ (PORT=8001)
serve: setup
	@mkdocs serve --dev-addr 127.0.0.1:$(PORT)

## run-example: run an example server (NAME=fastapi-jwt PORT=8001), or list them
run-example: setup
	@python -m examples.servers.run $(NAME) --port $(PORT)

## check: ruff, mypy --strict, types and format of the JavaScript
check: setup
	@ruff check --quiet . && ruff format --quiet --check .
	@codespell --skip '*.lock,*.png,package-lock.json' docs examples snippets tests bench README.md CHANGELOG.md
	@mypy
	@node_modules/.bin/tsc --project docs/assets/tsconfig.json
	@node_modules/.bin/prettier --log-level warn --check docs/assets snippets/*.mjs "tests/**/*.mjs"

## format: rewrite every source file in the project's format
format: setup
	@ruff check --quiet --fix . ; ruff format --quiet .
	@node_modules/.bin/prettier --log-level warn --write docs/assets snippets/*.mjs "tests/**/*.mjs"

## test: set up, build, and pass every test
test: setup-test
	@$(MAKE) --no-print-directory --jobs 2 check build
	@node --test --test-reporter=dot "tests/docs/assets/**/*.test.mjs"
	@pytest --numprocesses 2 --dist loadfile --ignore tests/browser --cov --cov-report=term
	@pytest --numprocesses 2 --dist worksteal tests/browser \
		-o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true

## links: check the links to other sites, which takes a network
links: build
	@lychee --include-fragments --exclude-path "\.html\.md$$" --index-files index.html --root-dir $(CURDIR)/site \
		--remap '(.+)#token=.+ $$1' site

## bench: measure, write docs/data/performance.json (QUICK=1: roughly, in two minutes)
bench: setup-test build
	@sh snippets/install_system.sh wrk wrk
	@python -m bench.boot $(if $(QUICK),--rounds 1)
	@python -m bench $(if $(QUICK),--quick)

## libraries: attack all authentication libraries, write docs/data/libraries.json
libraries: setup-test build/libraries-venv/.ready
	@build/libraries-venv/bin/python -m bench.libraries

## screenshot: draw the picture of the site that the README shows
screenshot: setup-test build
	@python -m tests.browser.screenshot

## lock: write the lock files anew from pyproject.toml and package.json (UPGRADE=1: newest)
lock: node_modules/.ready lock-libraries
	@uv pip compile $(if $(UPGRADE),--upgrade) --quiet --universal --generate-hashes --no-header \
		--python-version 3.12 --all-extras $(foreach group,$(GROUPS),--group $(group)) pyproject.toml \
		--output-file requirements.lock
	@uv pip compile $(if $(UPGRADE),--upgrade) --quiet --generate-hashes --no-header \
		--python-version $(PAGE_PYTHON) --group in-page --output-file requirements-browser.lock
	@uv pip compile $(if $(UPGRADE),--upgrade) --quiet --generate-hashes --no-header --python-version $(PAGE_PYTHON) \
		--group in-page-server --output-file requirements-browser-server.lock
	@npm install --package-lock-only --omit-lockfile-registry-resolved \
		--ignore-scripts --no-audit --no-fund

# The workflow asks for the newest releases with UPGRADE=1.
lock-libraries: $(VENV)/.ready
	@for name in libraries libraries-old; do uv pip compile --quiet --universal \
		--generate-hashes --no-header --python-version 3.12 --group $$name \
		$(if $(UPGRADE),--upgrade) --output-file requirements-$$name.lock; done

## sbom: write bills of materials (CycloneDX) of the site and the examples
sbom: setup
	@python -c 'from snippets import sbom; sbom.main()'

## upgrade-pyodide: use another Pyodide (VERSION=314.0.7), lock, build and test with it
upgrade-pyodide: setup
	@test -n "$(VERSION)" || { echo "Name the version: make upgrade-pyodide VERSION=314.0.7"; exit 2; }
	@npm install --package-lock-only --omit-lockfile-registry-resolved --save-exact \
		--ignore-scripts --no-audit --no-fund pyodide@$(VERSION)
	@$(MAKE) --no-print-directory lock
	@$(MAKE) --no-print-directory test
	@python -m bench.boot

## clean: remove what the other verbs made, the installed packages aside
clean:
	@rm -rf build/cache build/python build/scripts build/server site .coverage .pytest_cache

.PHONY: help setup setup-test build serve run-example check format test links bench libraries \
	screenshot lock lock-libraries sbom upgrade-pyodide clean
