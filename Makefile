# Two commands: `make demo` shows what it does, `make test` proves it. Each does all its own set-up.
PYTHON ?= python3
BIN := .venv/bin
export REPORTEDLY_SHARED ?= $(abspath ../shared)
PROCESSES ?= 2

.PHONY: demo test check bench scale fuzz clean browser java

demo: .venv/ready
	$(BIN)/python examples/demo.py

test: .venv/ready browser java
	$(BIN)/python -m pytest -n $(PROCESSES)

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready
	$(BIN)/python -m benchmarks

# Hours: a million articles. `make scale SCALE="near --near 10000"` takes less.
scale: .venv/ready
	$(BIN)/python -m benchmarks.scale $(SCALE)

fuzz: .venv/ready
	$(BIN)/python -m benchmarks fuzz
	REPORTEDLY_REQUESTS=1000 $(BIN)/python -m pytest tests/test_any_request.py

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"reportedly needs Python 3.11 or newer; $(PYTHON) is {v.major}.{v.minor}. Name another: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv, once: this takes a minute or two"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# The HTML page is tested in a real browser, Debian's chromium, which is fetched where it can be.
browser:
	@command -v chromium >/dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	|| echo "No chromium: the tests of the HTML page are skipped. To have them: apt-get install chromium"

# Spark runs on Java 17 or newer, which is fetched where it can be.
java:
	@command -v java >/dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; } \
	|| echo "No Java: the tests of Spark are skipped. To have them: apt-get install openjdk-17-jre-headless"

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
