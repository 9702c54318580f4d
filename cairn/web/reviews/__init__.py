"""The pages of a cycle's end: scoring, carrying over, looking back, what was learned."""
