"""The writing coach among people: what somebody does not want to hear, what the organization does
not want said, and which remarks are common in it."""
