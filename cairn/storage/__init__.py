"""How rows are kept: ids, exact numbers, and the SQLite back end with its write gate."""
