"""The pages of the site, timed on a full county against the floor of an empty page and of one row by its index."""
