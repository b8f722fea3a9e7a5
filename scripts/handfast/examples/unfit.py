"""What is raised where a schema cannot be met.

Unfit
└── Endless     a value that holds itself for ever
"""


class Unfit(Exception):
    """No value was found that fits; the message says which words of the schema stand in the way."""


class Endless(Unfit):
    """A schema that asks for itself again, where it must not be left out."""
