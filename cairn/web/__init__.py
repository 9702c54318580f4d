"""The pages: one module a domain, plus those that join domains."""
