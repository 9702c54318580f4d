"""What a developer's machine needs and an installed Cairn does not."""
