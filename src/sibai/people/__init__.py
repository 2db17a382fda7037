"""People, users, the roles they hold at places, delegation; who may do what."""
