"""What the room writes."""
