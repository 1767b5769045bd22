"""The OpenAPI document, built from the contracts."""
