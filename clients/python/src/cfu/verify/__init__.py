"""A standalone verifier of audit exports.

It reads the file, a key, and nothing else: no service, no database, no code of the log it checks.
"""

from cfu.verify.check import verify_file, verify_growth
from cfu.verify.report import Report

__all__ = ["Report", "verify_file", "verify_growth"]
