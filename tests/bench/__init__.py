"""What the build costs beside plain Material: `make bench`. Nothing here is a test: a timed test fails on a slow day."""
