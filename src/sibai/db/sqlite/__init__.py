"""Django's backend for SQLite, with as many values in one statement as the library at hand takes."""
