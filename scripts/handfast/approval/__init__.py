"""Who may promise what: the lock of what is approved, and what has changed since.

The lock holds digests, the history (git) the contents: what was approved is what the specs were when the lock was last
committed, and that is checked against the lock before it is believed.
"""
