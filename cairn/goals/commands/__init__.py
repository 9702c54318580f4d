"""Everything that writes objectives, key results and initiatives: actor, target, then keywords."""
