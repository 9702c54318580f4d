"""Cycles: the stretches of time in which objectives live, and the phases they pass through."""
