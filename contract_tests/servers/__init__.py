"""Where it is sent: the server under test, how it is started, and copies of its world."""
