"""What bodies and answers look like, for OpenAPI and for the outer checks of a body."""
