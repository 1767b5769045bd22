"""Health and the front page."""
