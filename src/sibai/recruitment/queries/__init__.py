"""Reading: plain dataclasses for pages, to-dos, and what a change of the rulebook would do."""
