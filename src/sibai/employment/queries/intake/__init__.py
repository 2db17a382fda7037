"""Reading and checking a roster of people already on post, and laying the one that is on file out again."""
