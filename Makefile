# `make help` lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help prepare demo build test bench bench-logs lint fuzz sanitize man install dist collection detections
PREFIX ?= /usr/local
export RUNS
SOURCES := Sources Tests Fuzz Package.swift
# The runtime of Swift goes into the program: it starts faster so, and runs where there is no toolchain.
RELEASE := -c release --product postern --static-swift-stdlib

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

prepare:
	@scripts/prepare

demo: build ## the sample collection examined, and its summary
	@scripts/demo

build: prepare ## the program, optimized: .build/release/postern
	swift build $(RELEASE)

test: prepare ## all tests
	swift build --build-tests
	swift test --skip-build

bench: build ## how fast it is, against the peers that are installed
	scripts/bench $(BENCH)

collection: prepare ## a made-up server's logs with the truth about them, under .build/collection; MADE= options (docs/collections.md)
	@scripts/collection $(MADE)

detections: build ## what is found in collections of all shapes with five seeds: docs/detection.md
	swift build -c release --product CollectionGenerator
	scripts/detection-table

lint: prepare ## the format of the sources, as CI wants it
	swift format lint --strict -p -r $(SOURCES)

bench-logs: build ## how fast web and Exchange logs are read, beside ripgrep, wc and sha256sum
	swift build -c release --product CollectionGenerator
	scripts/bench-logs $(BENCH)

fuzz: prepare ## every reader with hostile bytes, a minute each; RUNS= executions in all, TARGET= one of them
	Fuzz/run.sh $(TARGET)

sanitize: prepare ## all tests under the address and the thread sanitizer
	scripts/sanitize

man: build ## the manual pages: .build/manual
	@scripts/manual .build/release/postern .build/manual

install: man ## the program, manual pages and completions to PREFIX (default /usr/local)
	@scripts/install .build/release/postern .build/manual $(DESTDIR)$(PREFIX)

dist: build ## a tarball for a Debian or Ubuntu without a Swift toolchain, under dist
	@scripts/dist
