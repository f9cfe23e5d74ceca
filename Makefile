# make site: the website, in site/. make serve: the website on this machine, rebuilt as files change.
# make quick: what can be checked without a build and a browser. make test: every check but make hosts and make soak.

PYTHON ?= python3
BIN := .venv/bin
# How each test ended, for the papers of a release: they believe what ran on the very commit.
RESULTS = .build/tests/$(shell git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null)

.PHONY: site handouts serve quick test listen hosts golden gallery schema clarity translations spare release bench soak

site: .venv/site.stamp
	@$(BIN)/python -m macros site

serve: .venv/site.stamp
	@$(BIN)/python -m macros serve

# Settings: REGION=uk CLINIC=clinic.yml SITE=https://example.org/guide/
handouts: .venv/site.stamp
	@$(BIN)/python -m macros handouts --region "$(REGION)" --clinic "$(CLINIC)" --site "$(SITE)"

# What the components' examples draw, and the table of macros in CONTRIBUTING.md.
golden: .venv/site.stamp
	@$(BIN)/python -m macros golden

# All components, a page each, in dist/gallery/.
gallery: .venv/site.stamp
	@$(BIN)/python -m macros gallery

schema: .venv/site.stamp
	@$(BIN)/python -m macros schema

clarity: .venv/test.stamp
	@$(BIN)/python -m macros site && $(BIN)/python -m macros clarity && $(BIN)/python -m tests.screens

translations: .venv/site.stamp
	@$(BIN)/python -m macros translations

quick: .venv/quick.stamp
	@$(BIN)/ruff check macros tests
	@$(BIN)/ruff format --check macros tests
	@$(BIN)/python -m pytest --numprocesses auto -m quick

test: .venv/test.stamp
	@$(BIN)/ruff check macros tests
	@$(BIN)/ruff format --check macros tests
	@$(BIN)/python -m tests.scripts
	@$(BIN)/python -m pytest --numprocesses auto --junitxml=$(RESULTS).xml

# A real screen reader reads the site: CONTRIBUTING.md names the Debian packages that it needs.
listen: .venv/test.stamp
	@$(BIN)/python -m macros site && $(BIN)/python -m pytest tests/listen/heard.py --junitxml=$(RESULTS)-listen.xml

# What filters and editors that clinics have, and a real WordPress, make of the code that the builder gives.
hosts: .venv/test.stamp tests/trial/package-lock.json
	@$(BIN)/npm ci --prefix tests/trial --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m pytest tests/trial/filters.py tests/trial/wordpress.py

# ProperDocs with MaterialX in the place of MkDocs with Material, in .build/spare/: the same words, the same search.
spare: .venv/test.stamp
	@$(BIN)/python -m macros site && $(BIN)/python -m tests.spare

release: .venv/quick.stamp
	@$(BIN)/python -m macros release

# STEPS=20: what each function costs in a build of 20 pages.
bench: .venv/test.stamp
	@$(BIN)/python -m tests.bench $(if $(STEPS),--steps $(STEPS))

# SEED=… does the same again.
soak: .venv/test.stamp
	@$(BIN)/python -m tests.soak

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: sudo apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/site.stamp: requirements.txt | .venv/bin/python
	@echo "Setting up .venv (only when requirements.txt has changed)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/quick.stamp: requirements-dev.txt | .venv/bin/python
	@echo "Setting up what the checks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/site.stamp $@

.venv/test.stamp: .venv/quick.stamp tests/package-lock.json tests/browsers.py
	@$(BIN)/npm ci --prefix tests --no-audit --no-fund --loglevel=error
	@$(BIN)/python tests/browsers.py
	@touch $@
