"""operations of the room."""
