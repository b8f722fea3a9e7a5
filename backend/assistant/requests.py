"""What an AI service is asked: where, with which key, and what it is told."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from backend.assistant.interface import Prompt, Turn

COMPLETIONS = "/chat/completions"


def endpoint(base_url: str) -> str:
    """Return the address of chat completions, which may be given whole; a base without a path means /v1."""
    parts = urlsplit(base_url)
    path = (parts.path.rstrip("/") or "/v1").removesuffix(COMPLETIONS) + COMPLETIONS
    return urlunsplit(parts._replace(path=path))


def headers(key: SecretStr | None) -> dict[bytes, bytes]:
    """Return what is sent with every request; compression is declined, because what it unpacks to has no bound."""
    sent = {b"accept-encoding": b"identity", b"content-type": b"application/json"}
    if key is not None and (text := key.get_secret_value().strip()):
        sent[b"authorization"] = b"Bearer " + text.encode(errors="surrogateescape")
    return sent


def body(model: str, system_prompt: str, prompt: Prompt, *, alternating: bool, stream: bool) -> bytes:
    """Return the request: the system's words and the user's wishes in one message, then the turns."""
    turns = alternated(prompt.turns) if alternating else prompt.turns
    system = "\n\n".join(text for text in (system_prompt, prompt.instructions.strip()) if text)
    messages: list[dict[str, Any]] = [{"role": "system", "content": system}]
    messages += [{"role": turn.role, "content": turn.content} for turn in turns]
    return json.dumps({"model": model, "messages": messages, "stream": stream}).encode()


def alternated(turns: Sequence[Turn]) -> list[Turn]:
    """Join what one side said in a row, and let the user begin."""
    joined = [
        Turn(role, "\n\n".join(turn.content for turn in said)) for role, said in groupby(turns, lambda turn: turn.role)
    ]
    return joined[1:] if joined and joined[0].role == "assistant" else joined
