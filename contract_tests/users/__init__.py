"""Who sends it: users, how they come to be, and how they come to what an operation needs."""
