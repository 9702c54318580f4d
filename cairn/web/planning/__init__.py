"""The pages of a planning round and of its rooms."""
