"""What is asked about pay."""
