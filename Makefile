# `make chat` opens the chat on the seeds, `make test` runs every check; both set up what they need.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
FLAGS ?=

.PHONY: chat test format bench-quality bench-speed bench-scale bench-peers picture clean

chat: .venv/run
	$(BIN)/python app.py $(FLAGS)

test: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(FLAGS)

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-quality: .venv/dev
	$(BIN)/python -m benchmarks.quality --data $(DATA) $(FLAGS)

bench-speed: .venv/dev
	$(BIN)/python -m benchmarks.speed $(FLAGS)
	$(BIN)/python -m benchmarks.page

bench-scale: .venv/dev
	$(BIN)/python -m benchmarks.scale $(FLAGS)

bench-peers: .venv-peers/run
	.venv-peers/bin/python -m benchmarks.peers --data $(DATA) $(FLAGS)

picture: .venv/dev
	$(BIN)/python -m docs.screenshot

clean:
	rm -rf .venv .venv-peers .isnad

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv-peers/run: requirements.txt benchmarks/peers/requirements.txt
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt
	touch $@
