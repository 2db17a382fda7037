"""What is asked about the money."""
