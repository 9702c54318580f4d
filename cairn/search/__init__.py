"""Full text in Chinese and English: bigrams of our own in FTS5 and tsvector."""
