"""Long checks that try to break the build: `make soak`. `make test` runs a small sample of each (test_soak.py)."""
