"""The team meeting: its agenda, its place, its minutes."""
