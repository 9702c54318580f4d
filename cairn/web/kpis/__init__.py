"""Pages of health metrics: the list, each KPI, measuring several at once, the form."""
