"""What this guide says and shows: a copy of the engine for another guide does without these tests."""
