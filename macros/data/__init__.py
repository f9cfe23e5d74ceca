"""What the guide says: the data file, checked, and the words of the interface."""
