"""Tables into files: the formats in `formats.py`, what somebody asked for in `exports.py`."""
