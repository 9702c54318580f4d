"""Templates of whole OKRs: those that ship with Cairn, and an organization's own."""
