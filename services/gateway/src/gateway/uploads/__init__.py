"""Files that come in, in pieces."""
