"""Objectives, key results, readings and initiatives, and every number that comes from them."""
