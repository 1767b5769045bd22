"""From REST to gRPC and back, derived from the contracts."""
