"""Reports for a meeting: one set of contents, one file a format."""
