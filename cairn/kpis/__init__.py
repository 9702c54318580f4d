"""Health metrics: measures that outlive cycles, with a healthy band, and their readings."""
