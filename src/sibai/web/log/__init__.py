"""The pages of the log. They stand here and not in `audit`, for they need the names of people and places."""
