"""What the operations do: the generated interfaces, implemented on the stores."""
