# Guildhall: what there is to do here. The work of each target is a script in end2end/tools, small enough to read.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lighthouse bench watch fmt lint set-up build

SHELL := /bin/bash

# Rust's tools are installed here, npm's in end2end/node_modules; both come before what else the machine has.
export TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/guildhall/tools
export PATH := $(CURDIR)/end2end/node_modules/.bin:$(TOOLS)/bin:$(PATH):$(HOME)/.cargo/bin
# Everything finds the build in target/.
unexport CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR

help: ## list what there is to do
	@echo 'Guildhall: communities of practice. On a new machine, start with: make run'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: build ## install what is missing, build, and serve http://127.0.0.1:3000 with the sample
	@exec target/release/guildhall serve --sample-if-empty

test: ## check the code, run every test on both databases and in a browser
	@end2end/tools/set-up rust
	cargo fmt --all --check
	@end2end/tools/lint
	@end2end/tools/set-up test
	@end2end/tools/build
	@end2end/tools/test

lighthouse: build ## measure the main pages with Lighthouse, as a phone and as a desk (reports: target/lighthouse)
	@end2end/tools/set-up browser
	@cd end2end && playwright test --config lighthouse/lighthouse.config.ts

bench: build ## measure pages a second, latency and memory of the release build
	@end2end/tools/with-postgres cargo run --quiet --release -p server --example bench

watch: set-up ## serve a debug build, and build and reload at every change
	@rm -f target/guildhall.built # a watched build overwrites target/site, which the release embeds
	DEVELOPER=true cargo leptos watch --split -- serve --sample-if-empty

fmt: ## format the code
	@end2end/tools/set-up rust
	cargo fmt --all

lint: ## hear what clippy says, for the server and for the browser
	@end2end/tools/set-up rust
	@end2end/tools/lint

# Internal: the others need these.
set-up:
	@end2end/tools/set-up build

build: set-up
	@end2end/tools/build
