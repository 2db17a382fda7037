"""Leave, trips, the month's sheet and the town's report (arts. 12 and 21)."""
