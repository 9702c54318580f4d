"""What is written when files are brought in."""
