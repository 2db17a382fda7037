"""The rulebook: the 23 articles, what is in force on a day, and the county's own decisions about it."""
