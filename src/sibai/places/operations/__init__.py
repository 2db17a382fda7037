"""Writing: the county's places, organisations."""
