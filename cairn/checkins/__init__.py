"""Check-ins, comments, and who owes one."""
