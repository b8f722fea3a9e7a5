"""What is outside of the server under test, and can be told to fail without reaching into it."""
