"""Files and papers: uploads checked, sealed and kept; Word and Excel made. Knows places and people by plain codes."""
