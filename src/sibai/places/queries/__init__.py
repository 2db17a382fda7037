"""Reading: places by code and by day."""
