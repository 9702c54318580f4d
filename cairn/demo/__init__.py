"""Made-up organizations: one to look around in, others of any size to measure with."""
