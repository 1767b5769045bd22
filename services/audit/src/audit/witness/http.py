"""The witness over HTTP: one POST that checks and cosigns, one GET that shows what it remembers."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from audit.witness.service import Witness

MAX_BODY = 64 * 1024


def make_app(witness: Witness) -> Starlette:
    async def add_checkpoint(request: Request) -> Response:
        body = await read_body(request)
        if body is None:
            return PlainTextResponse("the request is too long\n", 413)
        answer = await run_in_threadpool(witness.add_checkpoint, body)
        return Response(answer.text, answer.status, headers={"content-type": answer.content_type})

    async def latest(request: Request) -> Response:
        remembered = await run_in_threadpool(witness.latest, request.path_params["origin"])
        if remembered is None:
            return PlainTextResponse("unknown origin\n", 404)
        return PlainTextResponse(remembered)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    return Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/checkpoint/{origin:path}", latest),
            Route("/healthz", healthz),
        ]
    )


async def read_body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
