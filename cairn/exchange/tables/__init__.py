"""What a person may see, as a table: a file a noun, all of them by their names in `index.py`."""
