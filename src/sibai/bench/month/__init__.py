"""A month's pay of a whole county, from the first sheet to the bank's file, timed on SQLite and on PostgreSQL."""
