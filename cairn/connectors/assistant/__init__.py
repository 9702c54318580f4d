"""The optional drafting assistant: asks a language model that an administrator named for key results,
and lets the coach read them before anybody sees them."""
