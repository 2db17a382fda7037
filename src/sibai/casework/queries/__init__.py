"""What the room reads: rules asked, pages, to-dos."""
