"""Feishu's OKR API as a source: one person at a time → plain data → neutral rows.

What is known of the API and what each thing becomes: docs/feishu-import.md.
"""
