"""Later work: rows with a lease, done at least once by a worker."""
