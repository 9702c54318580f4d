"""The weekly update: writing one's own, reading those of others."""
