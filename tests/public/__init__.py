"""The public site, in the office's database and on a machine apart."""
