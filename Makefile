# Wellread: `make help` lists what can be done here. Needs make, sh and Python 3.11 or newer; everything else goes into .venv.
.POSIX:

PORT ?= 8000
JOBS ?= auto
ARGS =
PYTHON = .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: ## the sample site at http://127.0.0.1:8000 (another port: make run PORT=8001)
	@sh scripts/venv.sh run
	@DEBUG=1 PORT='$(PORT)' sh scripts/serve.sh

test: dev ## all tests, on SQLite or on the database in DATABASE_URL (some: make test ARGS="tests/markup -x")
	$(PYTHON) -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

coverage: dev ## the same tests, with the lines and branches that none of them reaches
	$(PYTHON) -m coverage run -m pytest $(ARGS)
	$(PYTHON) -m coverage report

bench: dev ## the figures of the budgets, each beside its goal, on a database of its own (all options: make bench ARGS=--help)
	$(PYTHON) -m bench $(ARGS)

lint: dev ## style, import directions, templates, migrations and deployment settings
	@sh scripts/lint.sh

messages: dev ## collect the strings to translate (needs gettext) and compile the translations
	$(PYTHON) scripts/messages.py

lock: dev ## resolve requirements*.in into requirements*.txt (newer versions: make lock ARGS=--upgrade)
	@sh scripts/lock.sh $(ARGS)

dev: ## .venv with what development needs
	@sh scripts/venv.sh run dev

clean: ## remove .venv and everything the tools leave behind; db.sqlite3 and media stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help run test coverage bench lint messages lock dev clean
