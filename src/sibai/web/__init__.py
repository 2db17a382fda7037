"""The shell: frame, menu, home by role, pattern page, search, styles."""
