# The verbs of this repository. `make` alone lists them.
.DEFAULT_GOAL := list
.PHONY: list build test quick format format-fix approve assets clean

list:       ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

build:      ## build everything (Debug, warnings are errors)
	dotnet build Strata.slnx --nologo

test:       ## run every test; installs the servers it needs
	./test

quick:      ## run the fast tests only; installs nothing
	./test --quick

format:     ## check the formatting, change nothing
	dotnet format Strata.slnx --verify-no-changes

format-fix: ## put the formatting right
	dotnet format Strata.slnx

approve:    ## accept API, commands and options as they are now (rewrites docs/api and docs/reference)
	STRATA_APPROVE=1 ./test PublicApiTests ReferenceTests

assets:     ## rebuild the pages' scripts and styles from eng/assets
	@test -x eng/assets || { echo "eng/assets is not there: no built assets in this checkout"; exit 1; }
	eng/assets

clean:      ## delete everything a build or a test made
	rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj
