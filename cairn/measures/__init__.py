"""Amounts as people write them: units, numbers, quantities. Pure; every domain may read them."""
