"""The parts of a plan: people, teams and cycles, then what they own. Pure."""
