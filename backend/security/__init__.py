"""Who calls: tokens, passwords, rate limits, and the authenticator that the generated routes ask."""
