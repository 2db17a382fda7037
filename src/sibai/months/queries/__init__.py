"""What is asked about months."""
