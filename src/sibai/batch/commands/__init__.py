"""The commands over files: each reads its tables, asks the rules, and says what the user should know."""
