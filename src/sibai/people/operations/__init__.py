"""Writing: persons, revealing, data requests, erasing, keys; accounts, sessions, delegations."""
