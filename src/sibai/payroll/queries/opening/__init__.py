"""What was paid before the system was used, as a file tells it: read, held against the system, shown."""
