"""Organizations, their people and teams, and who somebody is when they act."""
