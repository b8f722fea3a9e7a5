"""Another team's server: members ask an oracle. DEFECTS in the environment make it break promises."""

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

DEFECTS = os.environ.get("DEFECTS", "").split(", ")
SECRET, LIMIT, CLOSED = os.environ["SECRET"], int(os.environ["LIMIT"]), Path(os.environ["CLOSED"])
STATUSES = {
    "broken": 400,
    "nobody": 401,
    "foreign": 403,
    "missing": 404,
    "taken": 409,
    "large": 413,
    "strange": 415,
    "wrong": 422,
    "often": 429,
    "closed": 503,
    "silent": 503,
}
MOST, NICK = 100_000, re.compile(r"[a-z0-9-]{3,80}")
nicks: set[str] = set()
threads: dict[tuple[str, str], list[str]] = defaultdict(list)
keys: dict[str, Any] = {}
joined: Counter[str] = Counter()


class Refused(Exception):
    def __init__(self, code: str, **more: str) -> None:
        self.code, self.more = code, more


def refusal(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    status = STATUSES[refused.code]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    headers |= {"Retry-After": "1"} if status in (429, 503) and "no Retry-After" not in DEFECTS else {}
    body = {"code": refused.code, **refused.more}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def look_into_store() -> None:
    if CLOSED.exists() and "store not looked into" not in DEFECTS:
        raise Refused("closed")


async def member(request: Request) -> str:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        header = jwt.get_unverified_header(token)
        if "kid" not in header:
            found = str(jwt.decode(token, SECRET, ["HS256"])["sub"])
        else:
            found = str(jwt.decode(token, await key(header["kid"]), ["EdDSA"], issuer="me")["sub"])
    except jwt.InvalidTokenError:
        raise Refused("nobody") from None
    if request.path_params["member"] != found:
        raise Refused("foreign")
    return found


async def key(name: str) -> Any:
    if not keys:
        try:
            async with httpx.AsyncClient(timeout=1) as client:
                answer = await client.get(os.environ["KEYS"])
                answer.raise_for_status()
                keys.update({each["kid"]: jwt.PyJWK(each).key for each in answer.json()["keys"]})
        except (httpx.HTTPError, ValueError, LookupError):
            raise Refused("nobody" if "cold keys are 401" in DEFECTS else "closed") from None
    if name not in keys:
        raise Refused("nobody")
    return keys[name]


async def body(request: Request, required: str, longest: int) -> dict[str, str]:
    if request.headers.get("content-type") != "application/json":
        raise Refused("strange")
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST:
            raise Refused("large")
    try:
        told = json.loads(content)
    except ValueError:
        raise Refused("broken") from None
    if not isinstance(told, dict) or not {required} <= told.keys() <= {required, "thread"} - {
        required == "nick" and "thread"
    }:
        raise Refused("wrong")
    bounds = {required: longest, "thread": 40}
    if any(not isinstance(value, str) or not 1 <= len(value) <= bounds[name] for name, value in told.items()):
        raise Refused("wrong")
    return told


async def is_open(_request: Request) -> Response:
    look_into_store()
    return JSONResponse({})


async def join(request: Request) -> Response:
    nick = (await body(request, "nick", 80))["nick"]
    if not NICK.fullmatch(nick):
        raise Refused("wrong")
    look_into_store()
    joined["all"] += 1
    if joined["all"] > LIMIT:
        raise Refused("often")
    if nick in nicks:
        raise Refused("taken")
    nicks.add(nick)
    return JSONResponse({"id": nick[:40], "token": jwt.encode({"sub": nick[:40]}, SECRET)}, 201)


async def said(request: Request) -> tuple[str, str, str]:
    who, told = await member(request), await body(request, "text", 100)
    look_into_store()
    thread = told.get("thread") or uuid4().hex
    if "thread" in told and (who, thread) not in threads:
        raise Refused("missing")
    threads[who, thread].append(told["text"])
    return who, thread, told["text"]


async def ask(request: Request) -> Response:
    _, thread, text = await said(request)
    timeout = 60 if "no timeout" in DEFECTS else 1
    try:
        async with httpx.AsyncClient(timeout=timeout) as client:
            answer = await client.post(os.environ["ORACLE"] + "/answer", json={"text": text})
            if "status not looked at" not in DEFECTS:
                answer.raise_for_status()
            return JSONResponse({"text": str(answer.json()["text"]), "thread": thread})
    except (httpx.HTTPError, ValueError, LookupError):
        raise Refused("closed") if "wrong branch" in DEFECTS else Refused("silent", thread=thread) from None


async def ask_aloud(request: Request) -> Response:
    _, thread, text = await said(request)
    words = oracle(text)
    try:
        first = await anext(words)
    except (httpx.HTTPError, ValueError, LookupError, StopAsyncIteration):
        raise Refused("silent", thread=thread) from None
    return StreamingResponse(events(first, words, thread), media_type="text/event-stream")


async def oracle(text: str) -> AsyncIterator[str]:
    ask = {"text": text, "stream": True}
    async with (
        httpx.AsyncClient(timeout=1) as client,
        client.stream("POST", os.environ["ORACLE"] + "/answer", json=ask) as answer,
    ):
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            yield json.loads(line)["text"]


async def events(first: str, words: AsyncIterator[str], thread: str) -> AsyncIterator[str]:
    yield ": this is a comment\n\n" + f"event: word\ndata: {first}\n\n"
    whole = first
    try:
        async for word in words:
            yield f"event: word\ndata: {word.strip() if 'words are trimmed' in DEFECTS else word}\n\n"
            whole += word
    except (httpx.HTTPError, ValueError, LookupError):
        if "stream just ends" not in DEFECTS:
            yield f"event: stop\ndata: {json.dumps({'code': 'silent', 'thread': thread})}\n\n"
        return
    told = {"text": whole, "thread": 1 if "event data" in DEFECTS else thread}
    yield f"event: {'done' if 'event name' in DEFECTS else 'end'}\ndata: {json.dumps(told)}\n" + "\n" * (
        "no end" not in DEFECTS
    )


async def read_thread(request: Request) -> Response:
    who, thread = await member(request), request.path_params["thread"]
    if len(thread) > 40:
        raise Refused("wrong")
    look_into_store()
    if (who, thread) not in threads:
        raise Refused("missing")
    return JSONResponse({"said": threads[who, thread]})


def route(path: str, method: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, endpoint, methods=[method])


app = Starlette(
    routes=[
        route("/ready", "GET", is_open),
        route("/join", "POST", join),
        route("/members/{member}/questions", "POST", ask),
        route("/members/{member}/questions/aloud", "POST", ask_aloud),
        route("/members/{member}/threads/{thread}", "GET", read_thread),
    ],
    exception_handlers={Refused: refusal},
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
