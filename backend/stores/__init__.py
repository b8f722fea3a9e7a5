"""Queries. What a user owns is reached through `owned_by(user_id)` alone."""
