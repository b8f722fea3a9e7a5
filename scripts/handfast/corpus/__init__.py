"""The corpus: how far the generator gets with each document of a folder, and how far others do.

L1 routed: it generates, the package imports, every operation is routed at its exact template and method.
L2 faithful: what the document says of every operation is in the generated code.
L3 typed: clean under `mypy --strict`, and the same to the byte when it is made again.
L4 alive: the mock server answers every operation as the document says, and refuses what it forbids.
L5 quick: at most twice the CPU of the model generator alone.

A level is a module with `measure(subject) -> Outcome`; it does its work in processes of its own.
"""
