"""The proof on the wire: what the specs promise, held against a running server. It reads specs/ and speaks HTTP."""
