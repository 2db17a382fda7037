"""Reading papers and files."""
