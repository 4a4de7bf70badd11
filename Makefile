# `make help` lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help prepare build test lint install
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

install: build ## the program to PREFIX/bin (default /usr/local)
	install -D -m 755 .build/release/postern $(DESTDIR)$(PREFIX)/bin/postern
