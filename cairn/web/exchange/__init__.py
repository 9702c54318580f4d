"""Moving in: the pages of an import."""
