"""Scoring, carrying over, retrospectives and lessons."""
