"""The ledger of everything that happened: audit log, activity feed and outbox are this one table."""
