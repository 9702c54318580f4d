"""The writing coach's pages: what it looks at, who does not want to hear it, what is common."""
