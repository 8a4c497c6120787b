export PYTHONPATH := platform
PYTHON := .venv/bin/python
BIN := .venv/bin

.PHONY: bench demo test check format lint templates types architecture deploy translations random messages lock security

demo:  ## the whole site with a demo network
	python3 run.py demo

test:  ## the whole suite
	python3 run.py test

check: lint templates types architecture deploy translations security  ## what CI runs beside the tests

SIZE ?= full
PEOPLE = $(if $(filter small,$(SIZE)),--students 10000 --postings 2000)
bench:  ## against peers and goals (SIZE=small, full or large): bench/results.json and a picture
	$(BIN)/python -m pip --disable-pip-version-check install -q --require-hashes -r requirements-bench.txt
	$(PYTHON) bench/ranking.py --size $(SIZE) --out bench/results.json
	@if [ -n "$$DATABASE_URL" ] && [ -n "$$REDIS_URL" ]; \
		then $(PYTHON) bench/product.py $(PEOPLE) --results bench/results.json; \
		else echo "Runs, refreshes and pages are left out: they need DATABASE_URL and REDIS_URL."; fi
	$(PYTHON) bench/picture.py bench/results.json bench/results.png

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

templates:
	$(BIN)/djlint templates --lint --quiet

types:
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/mypy

architecture:
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py makemigrations --check --dry-run

deploy:
	DJANGO_SETTINGS_MODULE=config.settings.prod SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))") \
		ALLOWED_HOSTS=synnet.example.org $(PYTHON) manage.py check --deploy --fail-level WARNING

translations:  ## every string has its Chinese
	DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) locale/check.py

security:
	$(BIN)/bandit -q -r platform accounts internships matching -c pyproject.toml --severity-level medium

messages:  ## collect strings, compile translations (needs gettext)
	DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py makemessages -l zh_Hans --no-obsolete --no-location \
		--ignore .venv --ignore "static/vendor/*" --ignore "var/*"
	DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py compilemessages -l zh_Hans --ignore .venv

lock:  ## pin the requirements anew
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-fast.in -o requirements-fast.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-bench.in -o requirements-bench.txt
