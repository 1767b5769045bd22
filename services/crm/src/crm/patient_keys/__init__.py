"""Data keys: one for each patient, one for each import while it lasts."""
