# The one task runner. Each target sets up what is missing; once set up, none of them needs a network.

VENV := .venv
PY := $(VENV)/bin/python
# Changes of the lock or of the project file set the environment up again; everything else leaves it alone.
STAMP := $(VENV)/.installed
CORPUS ?= seeds/reports
WAREHOUSE ?= fazhi.duckdb

export DAGSTER_DISABLE_TELEMETRY := 1

# The first Python that is new enough and can make environments.
FIND_PYTHON = for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$python; break; fi; done

# The question that `make run` ends with; README shows the answer.
define QUESTION
select p.name as place, y.year, y.previous_value as before, y.value as now,
  round(y.change_percent, 1) as percent, y.cautions
from year_over_year as y join places as p using (place_id)
where y.metric_id = 'disputes.mediated' and y.category = '' and y.status = 'compared'
order by place, year
endef
export QUESTION

.PHONY: help run test browser-test lint ui bench dictionary older-client clean

help:
	@echo 'make run     build a warehouse from the sample reports in $(CORPUS), and ask it one question'
	@echo 'make test    run every test'
	@echo 'make browser-test  drive the Dagster pages in headless Chromium: some minutes'
	@echo 'make ui      open the Dagster pages of that warehouse'
	@echo 'make lint    check the style'
	@echo 'make bench   build a corpus of 2,000 made-up reports, print the speed of each stage and of the views'

$(STAMP): requirements.lock pyproject.toml
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then echo 'Python 3.11 or newer is needed (or set PYTHON=...)' >&2; exit 1; fi; \
	[ -x $(PY) ] || "$$python" -m venv $(VENV)
	@# Without dependencies: the lock names them all, and leaves out a driver under LGPL that nothing here imports.
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: $(STAMP)
	@$(VENV)/bin/fazhi build $(CORPUS) --warehouse $(WAREHOUSE)
	@echo; echo "$$QUESTION"
	@$(VENV)/bin/fazhi sql "$$QUESTION" --warehouse $(WAREHOUSE)

test: $(STAMP)
	@$(PY) -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

# Chromium and its driver are the system's (Debian: chromium, chromium-driver); without them the tests are skipped.
browser-test: $(STAMP)
	@$(PY) -c 'import selenium' 2>/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check 'selenium==4.51.0'
	@$(PY) -m pytest -rs -m browser tests/browser

lint: $(STAMP)
	@$(PY) -m ruff check .

ui: $(STAMP)
	@$(VENV)/bin/fazhi ui $(CORPUS) --warehouse $(WAREHOUSE)

bench: $(STAMP)
	@$(PY) -m benchmarks.run

# DuckDB 1.4 needs an environment of its own: two versions of one package do not share one.
older-client: $(STAMP)
	@[ -x .venv-older/bin/python ] || $(PY) -m venv .venv-older
	@.venv-older/bin/python -m pip install --quiet --disable-pip-version-check 'duckdb>=1.4,<1.5'
	@$(VENV)/bin/fazhi build $(CORPUS) --warehouse $(WAREHOUSE) >/dev/null
	@.venv-older/bin/python tests/older_client.py $(WAREHOUSE)

dictionary: $(STAMP)
	@$(PY) -m warehouse.dictionary

clean:
	rm -rf $(WAREHOUSE) $(WAREHOUSE).work .pytest_cache .ruff_cache .hypothesis
