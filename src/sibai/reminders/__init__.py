"""What is due for whom: reads every room, stores nothing, and nobody but the shell imports it."""
