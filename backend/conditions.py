"""Conditional reads (RFC 9110, 13.1.2): has the client got this version already?"""

import re

TAG = re.compile(r'(?:^|,)[ \t]*(?:W/)?("[!#-~\x80-\xff]*")[ \t]*(?=,|\Z)')


def names(if_none_match: str | None, tag: str) -> bool:
    """Tell whether If-None-Match names the entity tag: `*` does, and the same tag, weak or strong."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag in TAG.findall(if_none_match)
