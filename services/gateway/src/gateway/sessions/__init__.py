"""Signing in, signing out, and who a cookie stands for."""
