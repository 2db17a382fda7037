"""The demonstration county: real villages, invented people (region 610999), one login for every role."""
