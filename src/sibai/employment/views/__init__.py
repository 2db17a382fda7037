"""views of the room."""
