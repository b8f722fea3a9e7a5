"""An application whose operations say which of them was found."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handfast.support.routing import ContractRouter
from tests.handfast.support.asgi import Answer, application


def routes(*operations: str) -> FastAPI:
    """An application whose operations, `METHOD /template`, answer with their own name and their path parameters."""
    router = ContractRouter(tags=["test"])
    for operation in operations:
        method, _, path = operation.partition(" ")
        add = router.operation(method, path, operation_id=operation, problems=())
        add(echo)
    return application(router)


async def echo(request: Request) -> Response:
    values = {name: value.decode("latin-1") for name, value in request.path_params.items()}
    return JSONResponse([request.scope["handfast.operation"].operation_id, values])


def found(answer: Answer) -> tuple[str, dict[str, str]]:
    assert answer.status == 200, answer
    operation, values = answer.json
    return operation, values
