# `make help` lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help prepare build test lint man install
PREFIX ?= /usr/local
SOURCES := Sources Tests Package.swift

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

prepare:
	@scripts/prepare

build: prepare ## the program, optimized: .build/release/postern
	swift build -c release --product postern

test: prepare ## all tests
	swift build --build-tests
	swift test --skip-build

lint: prepare ## the format of the sources, as CI wants it
	swift format lint --strict -p -r $(SOURCES)

man: build ## the manual pages: .build/manual
	scripts/manual .build/manual

install: build man ## the program, manual pages and completions to PREFIX (default /usr/local)
	scripts/install .build/release/postern .build/manual $(DESTDIR)$(PREFIX)
