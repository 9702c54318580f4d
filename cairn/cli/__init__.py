"""The `cairn` command. Modules import Django late, after `start` has told it where the data lies."""
