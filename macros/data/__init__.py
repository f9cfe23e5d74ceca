"""What the guide says: the data file, checked."""
