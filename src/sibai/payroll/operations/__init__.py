"""What is done with pay."""
