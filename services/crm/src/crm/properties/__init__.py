"""Custom properties of contacts, and which of them are PHI."""
