"""The verbs of the command line, a module each: `add` says what it takes, `run` does it and gives the exit code."""
