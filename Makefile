# `make chat` opens the chat on the seeds, `make test` runs every check; both set up what they need.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
FLAGS ?=

.PHONY: chat test format coverage dependency-bounds audit clean \
	bench-quality bench-speed bench-scale bench-peers pictures

chat: .venv/run
	$(BIN)/python app.py $(FLAGS)

test: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/deptry . --config .ci/deptry.toml
	$(BIN)/python -m pytest $(FLAGS)

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# One test lets no file grow, which fails by the files of the measuring itself; so "-".
coverage: .venv/dev
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest $(FLAGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

dependency-bounds: .venv/dev
	PYTHON=$(PYTHON) .ci/bounds

audit: .venv/dev
	mkdir -p .cache
	$(BIN)/uv pip freeze --quiet --python $(BIN)/python > .cache/installed.txt
	$(BIN)/uv tool run pip-audit --strict --disable-pip --no-deps -r .cache/installed.txt

bench-quality: .venv/dev
	$(BIN)/python -m benchmarks.quality --data $(DATA) $(FLAGS)

bench-speed: .venv/dev
	$(BIN)/python -m benchmarks.speed $(FLAGS)
	$(BIN)/python -m benchmarks.page

bench-scale: .venv/dev
	$(BIN)/python -m benchmarks.scale $(FLAGS)

bench-peers: .venv-peers/run
	.venv-peers/bin/python -m benchmarks.peers --data $(DATA) $(FLAGS)

pictures: .venv/dev
	$(BIN)/python -m docs.one_question
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
