"""Conditional reads (RFC 9110, 13.1.2): has the client got this version already?"""

import re
from collections.abc import Iterator

TAG = re.compile(r'[ \t,]*(?:W/)?("[!#-~\x80-\xff]*")[ \t]*(?=,|\Z)')


def names(if_none_match: str | None, tag: str) -> bool:
    """Tell whether If-None-Match names the entity tag: `*` does, and the same tag, weak or strong."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag in entity_tags(if_none_match)


def entity_tags(header: str) -> Iterator[str]:
    """Read the tags of a list, without what says that they are weak, up to what is no tag."""
    position = 0
    while found := TAG.match(header, position):
        yield found[1]
        position = found.end()
