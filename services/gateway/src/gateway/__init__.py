"""The edge: REST, cookies, uploads, OpenAPI."""
