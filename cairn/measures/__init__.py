"""Amounts as people write them: units, numbers, quantities; and how long a value is believed. Pure;
every domain may read them."""
