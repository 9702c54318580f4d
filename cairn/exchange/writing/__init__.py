"""What a person may see, as a file: one noun a module, the formats in `formats.py`."""
