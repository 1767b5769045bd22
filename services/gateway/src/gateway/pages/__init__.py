"""The staff app, the front page, and health."""
