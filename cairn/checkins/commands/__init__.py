"""Everything that writes check-ins and comments."""
