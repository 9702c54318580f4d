"""Everything that writes scores, retrospectives and lessons, and what ends a cycle."""
