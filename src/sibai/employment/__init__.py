"""Employment: posts, contracts, renewal, resignation, handover, endings, service clock (arts. 7 to 10, 17, 20)."""
