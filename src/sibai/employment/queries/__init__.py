"""queries of the room."""
