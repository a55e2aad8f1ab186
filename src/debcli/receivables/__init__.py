"""Pure receivables: facts, accounts, claims, policy."""
