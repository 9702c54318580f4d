"""A whole organization as one ZIP of documented JSON (`docs/export-format.md`), and a new one from it."""
