"""Forms of the room: what is typed, in Chinese words; the acts check it."""
