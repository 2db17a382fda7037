"""Writing: an act a function, a module an act family."""
