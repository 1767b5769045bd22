"""Files of contacts on their way in."""
