# Everything is built once, optimized; demo, test and bench share that build.
# Code shares one access level (`package`), so tests need no build of their own.

# On x86-64 with AVX2 and FMA the lanes of the tape use them: 11–14 % less time per operation,
# measured by `make bench`. Such a build does not run on older processors. `make FLYBALL_FLAGS= …`
# builds for any.
wanted := avx2 fma bmi1 bmi2 movbe f16c abm
found := $(shell grep -m1 '^flags' /proc/cpuinfo 2>/dev/null)
ifeq ($(filter-out $(found),$(wanted)),)
FLYBALL_FLAGS ?= -Xcc -march=x86-64-v3 -Xswiftc -DFLYBALL_FMA
endif

# An import that the manifest does not name is an error.
build_flags := -c release --explicit-target-dependency-import-check error $(FLYBALL_FLAGS)
bin := .build/release

# Tests that wait for processes and sockets by the wall's clock do not share the cores with those
# that calculate.
waiting := RunTests|GuardLinkTests|GuardRoomTests
# Many processes at once, by the wall's clock: nothing else beside it.
drill := DrillTests
swarm := SwarmTests
days := DayTests

.PHONY: help demo test bench lint fuzz soak drill clean setup build

help:
	@echo "make demo    build, then run the furnace and its twin for 8 plant-hours (about 5 minutes)"
	@echo "make test    lint, build and run every test"
	@echo "make bench   measure this machine, peers beside it"
	@echo "make lint    check the formatting"
	@echo "make fuzz    throw mutated files at every parser (FUZZ_SECONDS each, default 60)"
	@echo "make soak    the long rehearsals: many seeds of the loop under faults"
	@echo "make drill   kill, stop, starve and cut off the real processes, at every operation"
	@echo "make clean   remove what was built"

setup:
	@scripts/setup

build: setup
	@swift build $(build_flags)

demo: setup
	@swift build $(build_flags) --product flyball-plant
	@swift build $(build_flags) --product flyball-guard
	@swift build $(build_flags) --product flyball
	@scripts/demo $(bin)

test: lint
	@swift build $(build_flags) --build-tests
	@swift test $(build_flags) --skip-build --quiet --disable-xctest \
	  --skip "$(waiting)|$(drill)|$(swarm)|$(days)"
	@swift test $(build_flags) --skip-build --quiet --disable-xctest --filter "$(waiting)"
	@swift test $(build_flags) --skip-build --quiet --disable-xctest --filter "$(drill)"
	@swift test $(build_flags) --skip-build --quiet --disable-xctest --filter "$(swarm)"
	@swift test $(build_flags) --skip-build --quiet --disable-xctest --filter "$(days)"

bench: build
	@scripts/setup bench
	@$(bin)/flyball-bench
	@for peer in bench/peer_*.py; do .build-peers/bin/python $$peer; done

lint: setup
	@swift format lint --strict --recursive Sources Tests Package.swift

fuzz: setup
	@scripts/fuzz $(or $(FUZZ_SECONDS),60)

soak: build
	@scripts/guard-soak
	@scripts/soak $(bin)

drill: setup
	@swift build $(build_flags) --build-tests
	@scripts/drill $(build_flags)

clean:
	@swift package clean
