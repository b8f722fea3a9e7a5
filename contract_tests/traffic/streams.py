"""What `x-stream` says of a stream: how it ends, and that its pieces are the whole.

    x-stream: {ends: [done, error], pieces: {delta: /text}, whole: {done: /message}}

Exactly one event of those that end it comes, and none after it. What the data of the pieces have at their pointers,
put together, is what the data of the event that has the whole have at theirs. An empty pointer is for the data as text.
"""

import json
from collections.abc import Iterator
from typing import Any

from contract_tests.spec.sources import pointer_tokens
from contract_tests.traffic.events import BrokenStream, read_events

STREAM = "x-stream"
Event = dict[str, Any]


def stream_faults(told: dict[str, Any], events: list[Event]) -> Iterator[str]:
    """How the events of a stream, taken together, are not what is said of it."""
    ends = [number for number, event in enumerate(events) if event.get("event") in told.get("ends", [])]
    shown = ", ".join(str(event.get("event")) for event in events[-4:])
    if told.get("ends") and not ends:
        yield f"the stream ends with none of {', '.join(told['ends'])}; the last events are {shown}"
    elif len(ends) > 1:
        yield f"the stream ends {len(ends)} times; the last events are {shown}"
    elif ends and ends[0] != len(events) - 1:
        yield f"{len(events) - 1 - ends[0]} events come after the end of the stream; the last ones are {shown}"
    pieces = "".join(str(_at(event, told["pieces"])) for event in events if event.get("event") in told["pieces"])
    for event in events if told["pieces"] else ():
        if event.get("event") in told.get("whole", {}):
            whole = _at(event, told["whole"])
            if whole != pieces:
                yield f"the pieces put together are {pieces[:200]!r}, and the whole is {str(whole)[:200]!r}"


def ending(media: Any, content: bytes) -> Any:
    """The data, as JSON, of the event that ended a stream; None if there is no such event."""
    told = media.get(STREAM) if isinstance(media, dict) else None
    if not isinstance(told, dict):
        return None
    try:
        events = [event for event in read_events(content) if event.get("event") in told.get("ends", [])]
        return json.loads(events[-1]["data"]) if events else None
    except (BrokenStream, ValueError):
        return None


def promise_of(media: Any) -> dict[str, Any] | None:
    """What `x-stream` says, if it is there."""
    told = media.get(STREAM) if isinstance(media, dict) else None
    return {"pieces": {}, "whole": {}, **told} if isinstance(told, dict) else None


def _at(event: Event, pointers: dict[str, str]) -> Any:
    """What an event has at its pointer; None if there is nothing."""
    pointer = pointers[event["event"]]
    if not pointer:
        return event["data"]
    try:
        value = json.loads(event["data"])
        for token in pointer_tokens(pointer):
            value = value[int(token)] if isinstance(value, list) else value[token]
    except (ValueError, LookupError, TypeError):
        return None
    return value
