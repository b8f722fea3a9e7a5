"""The toolchain of a contract that is written first: load -> model -> render -> write."""
