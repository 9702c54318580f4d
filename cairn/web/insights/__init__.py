"""The pages of insights: charts, each with its table, its export and the rows behind it."""
