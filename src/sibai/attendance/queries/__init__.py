"""What is asked about leave and attendance."""
