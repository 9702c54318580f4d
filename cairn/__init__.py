"""Cairn: objectives and key results for a whole company."""

__version__ = "0.1.0"
