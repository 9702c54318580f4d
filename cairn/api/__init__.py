"""The REST face: bearer tokens in, JSON out, problem documents for every refusal."""
