"""forms of the room."""
