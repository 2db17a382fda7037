"""The files that cross between the office and a public machine apart: bytes in, bytes out, no table (decision 8)."""
