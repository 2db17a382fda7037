"""County, towns, villages, and the organisations in them; both with dates and successors."""
