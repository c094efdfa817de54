# Every way to build, try and check Sekisho. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# demo, dev and test share one debug build: a first build of the HTTP server and its cryptography takes minutes on two
# cores, and what they do is bound by the database. build and bench use the release build.
debug := .build/debug/sekisho
release := .build/release/sekisho
swift_folders := Sources Tests Package.swift
# Folders too: a removed file changes its folder's time.
inputs := $(shell find Sources Package.swift 2>/dev/null)

# At a terminal SwiftPM draws one moving line. Elsewhere its hundreds of lines go to a file, shown where it fails.
define compile
mkdir -p .build
if [ -t 1 ]; then
  swift build $(1)
else
  echo 'swift build $(1)'
  swift build $(1) >.build/build.log 2>&1 || {
    grep -E '(error|warning|note):' .build/build.log | sort -u | head -n 100 || true
    tail -n 5 .build/build.log
    echo 'The whole log: .build/build.log'
    exit 1
  }
fi
endef

# Runs tests of the debug build, prints failures, suites and conformance figures as they come, and closes with one line
# of counts. The counts come from the report file, because tests may print in the middle of a line. A run that leaves
# an empty report has crashed and fails whatever else it says.
define run_tests
report=.build/tests.xml log=.build/tests.log
rm -f "$$report"
status=0
export SWIFT_BACKTRACE=interactive=no,color=no,registers=none,images=none,threads=crashed
swift test --skip-build --disable-xctest --xunit-output "$$report" $(1) 2>&1 |
  tee "$$log" |
  { grep -a --line-buffered -E '^(✘|↳|✔ Suite|✔ Test run|error: )|conformance [^:]+:|Fatal error|Program crashed' ||
    true; } || status=$$?
if ! grep -q '<testcase ' "$$report" 2>/dev/null; then
  grep -a -A 60 'Program crashed' "$$log" || tail -n 20 "$$log"
  echo "No test ran to its end: a crash, or no test has this name (status $$status). The whole log: $$log"
  exit 1
fi
awk '/<testcase /{ all += 1; failed_here = 0 } /<failure/ && !failed_here { failed_here = 1; failed += 1 } /<skipped/{ skipped += 1 }
     END { printf "%d passed, %d failed, %d skipped\n", all - failed - skipped, failed, skipped }' "$$report"
[ "$$status" -eq 0 ] || echo "The whole log: $$log"
exit "$$status"
endef

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: set-up
set-up: ## install missing Debian packages (says what; does nothing where all is there)
	@admin/set-up

.PHONY: demo
demo: set-up $(debug) ## play one project's whole life on a private database (INVOICE=file.xml: with your JP PINT invoice)
	@export SEKISHO="$(CURDIR)/$(debug)"
	exec admin/demo

.PHONY: dev
dev: set-up $(debug) ## run server and workers on a private database until Ctrl-C; data in ~/.local/share/sekisho/dev
	@exec $(debug) dev

.PHONY: build
build: set-up $(release) ## build the optimised binary, .build/release/sekisho

.PHONY: test
test: set-up ## build and run all tests (FILTER=name: only those)
	@$(call compile,--build-tests)
	$(call run_tests,$(if $(FILTER),--filter '$(FILTER)'))

.PHONY: check
check: set-up lint ## lint, tidiness, generated code, and a build without warnings
	@$(call compile,--build-tests)
	$(call run_tests,--filter TidinessTests)

.PHONY: lint
lint: ## the checks that need no build: format, generated code, shell scripts
	@swift format lint --strict --recursive --parallel $(swift_folders)
	admin/generate-schema --check
	scripts=$$(grep -d skip -lE '^#!.*(sh|bash)$$' .ci/run admin/*)
	for script in $$scripts; do bash -n "$$script"; done
	if command -v shellcheck >/dev/null; then shellcheck $$scripts; fi

.PHONY: format
format: ## format all Swift files in place
	@swift format --in-place --recursive --parallel $(swift_folders)

.PHONY: generate
generate: ## write Sources/Schema from db/*.sql
	@admin/generate-schema

.PHONY: bench
bench: set-up ## measure the engine beside the ceiling that the same database reaches without it (ARGS=--quick: short)
	@$(call compile,-c release)
	exec .build/release/sekisho-bench $(ARGS)

.PHONY: mutants
mutants: set-up $(release) ## put small mistakes into the definitions and see who notices (WORKFLOW=name: of one; a quarter of an hour)
	@exec $(release) workflow mutants $(WORKFLOW)

.PHONY: crash
crash: set-up ## long campaign: kill server and worker again and again (half an hour; SEED=n repeats one)
	@$(call compile,--build-tests)
	export SEKISHO_CAMPAIGN=long SEKISHO_SEED='$(SEED)'
	$(call run_tests,--filter CrashTests)

.PHONY: fuzz
fuzz: set-up ## long campaign: random input for every parser and the engine (half an hour; SEED=n repeats one)
	@$(call compile,--build-tests)
	export SEKISHO_CAMPAIGN=long SEKISHO_SEED='$(SEED)'
	$(call run_tests,--filter Fuzz)

.PHONY: explorer
explorer: set-up ## long campaign: the verifier beside an explorer, 10,000 definitions (hours; SEED=n begins there, SEEDS=n compares so many)
	@$(call compile,--build-tests)
	export SEKISHO_CAMPAIGN=long $(if $(SEED),SEKISHO_SEED='$(SEED)') $(if $(SEEDS),SEKISHO_SEEDS='$(SEEDS)')
	$(call run_tests,--filter ExplorerTests)

.PHONY: clean
clean: ## remove what was built; data in .dev stays
	@rm -rf .build

# SwiftPM leaves an unchanged binary's time alone, so it is touched: the next call is then over at once.
$(debug): $(inputs)
	@$(call compile,--product sekisho)
	touch $@

$(release): $(inputs)
	@$(call compile,-c release --product sekisho)
	touch $@
