"""With what the books begin: the file that tells of it, what is wrong in it, its pages."""
