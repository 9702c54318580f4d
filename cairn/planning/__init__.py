"""The planning round: a company proposes, chooses, hands on, confirms and announces its OKRs."""
