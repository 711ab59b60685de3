# The thin face of the build; Meson does the work. `make help` lists what there is.
# DUCKDB=/path takes DuckDB from there (include/duckdb.h, lib/libduckdb.so) instead of fetching it.

MAKEFLAGS += --no-builtin-rules --no-print-directory
export PATH := $(CURDIR)/.deps/node/bin:$(PATH)
export DUCKDB
JOBS ?= $(shell nproc)
DATA ?= praca-data

ui_sources := $(shell test -f ui/package.json && find ui \( -name node_modules -o -path ui/dist \) -prune -o -type f -print)
ui_built := $(if $(ui_sources),ui/dist/index.html)
tracker_sources := $(shell test -f tracker/build.mjs && find tracker -name dist -prune -o -type f -print)
tracker_built := $(if $(tracker_sources),tracker/dist/s.js)

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  \033[1mmake %-8s\033[0m %s\n", $$1, $$2 }' Makefile

run: build ## Build what changed, then serve on http://127.0.0.1:8080 with a demo (DATA=praca-data)
	@build/praca demo --data $(DATA) --if-missing
	@exec build/praca serve --data $(DATA)

build: deps ui ## Build the program, interface included
	@tools/setup.sh build
	@ninja -C build -j $(JOBS) --quiet praca

deps: ## Install what the build needs: Debian packages, DuckDB, Node packages
	@tools/deps.sh

check: ## Run every test, sanitizers on; ends with "N passed, N failed"
	@tools/deps.sh test
	@JOBS=$(JOBS) tools/check.sh

lint: ## Judge the code: warnings, clang-tidy, format, floors, banned words, types
	@tools/deps.sh test
	@JOBS=$(JOBS) tools/lint.sh

bench: build ## Measure, against a raw limit measured in the same run
	@tools/deps.sh test
	@bench/run

format: ## Lay the C code out by .clang-format
	@tools/deps.sh test
	@git ls-files -co --exclude-standard '*.[ch]' | xargs clang-format -i

clean: ## Remove what was built; data and fetched packages stay
	@rm -rf build build-asan build-gcc build-clang build-tsan build-fuzz build-logs ui/dist tracker/dist

# The interface, when its sources changed.
ui: $(ui_built) $(tracker_built)

ui/dist/index.html: $(ui_sources) | deps
	@mkdir -p build-logs
	@echo 'building the interface' >&2
	@cd ui && NO_COLOR=1 npm run --silent build >../build-logs/ui-build.log 2>&1 </dev/null || \
		{ head -n 60 ../build-logs/ui-build.log >&2; echo 'the interface was not built: build-logs/ui-build.log' >&2; exit 1; }
	@touch $@

# The scripts that pages of others load.
tracker/dist/s.js: $(tracker_sources) ui/package-lock.json | deps
	@mkdir -p build-logs
	@NO_COLOR=1 node tracker/build.mjs >build-logs/tracker-build.log 2>&1 </dev/null || \
		{ head -n 60 build-logs/tracker-build.log >&2; echo 'the scripts for pages were not built: build-logs/tracker-build.log' >&2; exit 1; }

.PHONY: help run build ui deps check lint bench format clean
