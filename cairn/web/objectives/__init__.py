"""The pages of objectives: showing, writing, talking about and closing them."""
