"""Moving in and out: files of other products and our own, read into neutral rows, planned, applied, undone."""
