"""The page of the room: a file, handed out."""
