"""What is written about leave and attendance."""
