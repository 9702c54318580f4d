"""Rows of the domain as JSON objects; the models in `schemas` document them."""
