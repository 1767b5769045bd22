"""The write-only audit log, its proofs and its witness."""
