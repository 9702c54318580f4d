"""Feishu's OKR API, served by us: their addresses, envelope and spellings over our commands and queries.

What each thing maps to: docs/feishu-api.md.
"""
