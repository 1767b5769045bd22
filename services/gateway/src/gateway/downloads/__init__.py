"""Files that go out, in pieces."""
