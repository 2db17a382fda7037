"""The money of the measure: a double-entry journal, prefunding, advances and the claims that give them back."""
