"""The tools of others that run on Node: pinned here, installed once for each user, run as processes."""
