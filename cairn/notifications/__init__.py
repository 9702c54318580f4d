"""Who hears of what: following people, teams and objectives."""
