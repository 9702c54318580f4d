"""Everything that writes a planning round."""
