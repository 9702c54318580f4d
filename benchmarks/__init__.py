"""What `make bench` measures: ratios against the raw limit of the same database in the same run."""
