"""Mails that come in: read once, understood, done as on the page, and answered."""
