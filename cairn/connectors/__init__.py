"""What Cairn speaks to outside itself, each only where an administrator has named it."""
