"""The people a practice follows up."""
