"""Pages of places: reading, changing a name or an organisation, merging and splitting."""
