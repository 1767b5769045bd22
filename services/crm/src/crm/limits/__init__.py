"""How many contacts a workspace has, and how many its plan holds."""
