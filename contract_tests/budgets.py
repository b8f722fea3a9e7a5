"""How much is sent, in one word: the counts are chosen before the first request."""

import os
import re

NAMED = {"small": 20, "default": 40, "thorough": 300}
"""Examples of each operation, of which schemathesis makes a request or more."""

# What one example took on two cores, measured over all phases; it only has to be about right, and always the same.
_SECONDS_AN_EXAMPLE = 0.012
_FEWEST, _MOST = 5, 5000
_UNITS = {"s": 1, "m": 60, "h": 3600}


def scaled(count: int, least: int = 1) -> int:
    """What a count that is right for the default budget is for the one that was chosen, which the environment tells."""
    examples = int(os.environ.get("HANDFAST_EXAMPLES") or NAMED["default"])
    return max(least, round(count * examples / NAMED["default"]))


def read_budget(text: str, operations: int) -> int:
    """The examples of each operation that a word, a count or a time such as `90s` stands for. Raises ValueError."""
    if text in NAMED:
        return NAMED[text]
    told = re.fullmatch(r"(\d{1,6})([smh]?)", text)
    if not told or not int(told[1]):
        raise ValueError(f"`{text}` is no budget; there are {', '.join(NAMED)}, a count such as 40, a time such as 90s")
    number = int(told[1])
    if told[2]:
        number = round(number * _UNITS[told[2]] / _SECONDS_AN_EXAMPLE / max(operations, 1))
    return min(max(number, _FEWEST), _MOST)
