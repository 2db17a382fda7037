"""Files in and out: typed tables, everything wrong with a file at once, results whole or not at all."""
