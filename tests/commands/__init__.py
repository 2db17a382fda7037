"""Black-box tests of the commands: files in, files out, compared with an oracle written from the specification."""
