"""What is written about the money, inside acts."""
