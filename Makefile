PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LANE := clients-test
NODE_READY := $(LANE)/node_modules/.package-lock.json

.PHONY: help demo test check node console fix lock clean
help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: $(READY) ## play a draft on an embedded PostgreSQL: who receives what, who is refused and why
	@$(BIN)/pedschema demo $(ARGS)

test: check node ## everything that has to hold: static checks, then every test
	$(BIN)/pytest -n 3 --dist worksteal --require-db $(ARGS)

check: $(READY) ## static checks: style, types, layers, the contract, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pedschema schemas --check
	$(BIN)/pedschema rules --check
	$(BIN)/pedschema check
	$(BIN)/pedschema lint
	$(BIN)/pedschema gen --check

node: ## packages for the tests of TypeScript, where Node 20 or newer is; PEDSCHEMA_REQUIRE_NODE=1 demands it
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
		$(MAKE) --silent --no-print-directory $(NODE_READY); \
	else \
		echo 'Node 20 or newer is missing: nothing is proved about the TypeScript clients' >&2; \
		test "$$PEDSCHEMA_REQUIRE_NODE" != 1; \
	fi

$(NODE_READY): $(LANE)/package.json $(LANE)/package-lock.json $(LANE)/.npmrc
	cd $(LANE) && npm ci --silent
	@touch $@

console: node ## bundle the console's page from console/src
	cd console && NODE_PATH=../$(LANE)/node_modules ../$(LANE)/node_modules/.bin/esbuild src/main.tsx $$(cat esbuild.options) \
		--outfile=../pedschema/endpoint/console/static/console.js

fix: $(READY) ## repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/pedschema schemas
	$(BIN)/pedschema rules
	$(BIN)/pedschema gen

lock: $(READY) ## write the versions that are installed now to requirements.lock
	$(BIN)/pip freeze --exclude-editable --exclude pedschema > requirements.lock

clean: ## throw the environment away
	rm -rf $(VENV) $(LANE)/node_modules build *.egg-info

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("pedschema needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev]'
	@touch $@
