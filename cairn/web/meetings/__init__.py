"""The pages of a team's meetings."""
