"""What people do: one act a function, one entry each in the log."""
