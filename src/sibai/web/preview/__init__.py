"""What a decision of the rulebook would change, over all rooms: only the shell sees them all."""
