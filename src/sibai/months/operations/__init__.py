"""What is written about months, inside the acts of the rooms above."""
