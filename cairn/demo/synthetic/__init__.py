"""The parts of organizations made up by the number."""
