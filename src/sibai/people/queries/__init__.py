"""Reading: who is who, what a user may be."""
