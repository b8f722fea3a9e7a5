"""What is sent: values that a schema takes, values that break it, and bodies made of them."""
