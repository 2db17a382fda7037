"""One national year: made, settled and timed against the floor of reading and writing alone."""
