"""How an organization, a team or a person does with its OKRs, as of any day; reads only."""
