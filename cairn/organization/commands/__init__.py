"""Everything that writes organizations, teams, members, invitations and tokens."""
