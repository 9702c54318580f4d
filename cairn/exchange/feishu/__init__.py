"""Feishu's OKR API as a source: one person at a time → plain data → neutral rows.

What is known of the API stands in docs/feishu-import.md.
"""
