"""The author's loop: save, and see at once what it means; what serves goes on until what comes is good."""
