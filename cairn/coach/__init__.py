"""The writing coach: what an objective and its key results say, in Chinese and English. Pure.

Layers, each knowing only those above it: `text` (plain characters), `words` (roles of words),
`times`, `amounts`, `clauses`, `reading` (the roles of one text), `labels` (judgements of a reading).
"""
