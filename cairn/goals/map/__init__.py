"""The map: how objectives serve one another, or which team they belong to, as far as one looks."""
