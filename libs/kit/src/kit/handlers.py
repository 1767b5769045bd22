"""Handlers: each method of a service wrapped once, at start, from its contract.

The ordered steps of `kit.interceptors` run first, then the servicer's method, then the record of a PHI read; one
frame around all of it turns errors into google.rpc.Status, bounds the calls in flight, and counts. A servicer's
methods are named as in the proto and take (request, caller); a client stream comes as an async iterator, a server
stream is an async generator.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from contactfollowup.audit.v1.entries_pb2 import Entry
from kit import audit, metrics, status
from kit.caller import Caller
from kit.contract import ContractError, Method, methods
from kit.errors import Error, Forbidden, TooMany, Unauthenticated
from kit.field_permissions import strip
from kit.interceptors import ORDER, Call, Step
from kit.interceptors.call import Parts
from kit.interceptors.validation import reader, validate
from kit.log import get_logger
from kit.principal import Verifier

MOST_IN_FLIGHT = 256
MAKERS = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
    (True, True): grpc.stream_stream_rpc_method_handler,
}

Handle = Callable[[Any, Caller], Any]
log = get_logger()


class Recorder(Protocol):
    """Takes the entries of PHI reads."""

    def begin(self) -> None:
        """A read that will be recorded has started."""

    def end(self) -> None:
        """It has ended, recorded or not."""

    async def record(self, made: Entry) -> None:
        """Returns once the entry is committed; raises when it cannot be."""


class HandlerMaker:
    """Makes the gRPC handlers of one service of the suite."""

    def __init__(self, service: str, verifier: Verifier, recorder: Recorder) -> None:
        self.service = service
        self.in_flight = 0
        self._parts = Parts(verifier=verifier)
        self._recorder = recorder

    def handlers(self, service: ServiceDescriptor, servicer: object) -> dict[str, grpc.RpcMethodHandler]:
        """A handler for each method. Raises ContractError when one has no access rule or no implementation."""
        return {method.name: self._handler(method, servicer) for method in methods(service)}

    def _handler(self, method: Method, servicer: object) -> grpc.RpcMethodHandler:
        handle: Handle | None = getattr(servicer, method.name, None)
        if handle is None:
            raise ContractError(f"{type(servicer).__name__} does not implement {method.name}")
        made = (make(method, self._parts) for make in ORDER)
        steps = tuple(step for step in made if step is not None)
        answer = self._stream(method, handle, steps) if method.server_streaming else self._unary(method, handle, steps)
        return MAKERS[method.client_streaming, method.server_streaming](
            answer,
            request_deserializer=reader(method.request),
            response_serializer=method.response.SerializeToString,
        )

    def _unary(self, method: Method, handle: Handle, steps: tuple[Step, ...]) -> Callable[..., Awaitable[Any]]:
        frame = Frame(self, method)
        seen = only_visible(handle)
        run = self._read(method, seen) if method.reads_phi else seen

        async def answer(request: Any, context: Any) -> Any:
            call, started = frame.begin(context)
            try:
                frame.admit()
                return await run(prepared(method, call, request, steps), admitted(call))
            except Exception as error:  # noqa: BLE001  every error leaves by this one door
                await frame.fail(call, error)
            finally:
                frame.end(started)

        return answer

    def _stream(self, method: Method, handle: Handle, steps: tuple[Step, ...]) -> Callable[..., AsyncIterator[Any]]:
        frame = Frame(self, method)

        async def answer(request: Any, context: Any) -> AsyncIterator[Any]:
            call, started = frame.begin(context)
            try:
                frame.admit()
                checked = prepared(method, call, request, steps)
                caller = admitted(call)
                if method.reads_phi:
                    await self._recorder.record(audit.entry(caller, method.audit.record_type, named(request)))
                async for reply in handle(checked, caller):
                    if caller.hidden_fields:
                        strip(reply, caller.hidden_fields)
                    yield reply
            except Exception as error:  # noqa: BLE001
                await frame.fail(call, error)
            finally:
                frame.end(started)

        return answer

    def _read(self, method: Method, handle: Handle) -> Handle:
        """Reads of PHI: the reply leaves once it is committed who saw which fields of which records."""
        recorder, record_type = self._recorder, method.audit.record_type

        async def run(request: Any, caller: Caller) -> Any:
            recorder.begin()
            try:
                reply = await handle(request, caller)
                record_ids, fields = method.records(reply)
                await recorder.record(audit.entry(caller, record_type, record_ids, fields))
            finally:
                recorder.end()
            return reply

        return run

    async def record_refusal(self, method: Method, call: Call, refusal: Error) -> None:
        """Who was refused what is part of the trail; that it cannot be written does not change the refusal."""
        if call.caller is None or not method.audit.action or not call.caller.session_id:
            return
        made = audit.entry(call.caller, method.audit.record_type, (), outcome=refusal.reason)
        with suppress(Error):
            await self._recorder.record(made)


class Frame:
    """What surrounds every call of one method: the bound on calls in flight, errors, the count."""

    def __init__(self, maker: HandlerMaker, method: Method) -> None:
        self._maker = maker
        self._method = method
        self._seconds = metrics.SECONDS.labels(method.path)

    def begin(self, context: Any) -> tuple[Call, float]:
        """The call, and when it began."""
        self._maker.in_flight += 1
        return Call(context=context, metadata=dict(context.invocation_metadata() or ())), time.perf_counter()

    def admit(self) -> None:
        if self._maker.in_flight > MOST_IN_FLIGHT:
            raise TooMany

    def end(self, started: float) -> None:
        self._maker.in_flight -= 1
        self._seconds.observe(time.perf_counter() - started)

    async def fail(self, call: Call, error: Exception) -> None:
        """Ends the call with the status of the error. A fault of ours is logged by type and place, never by text."""
        method = self._method
        refusal = error if isinstance(error, Error) else Error()
        if refusal.code == Error.code:
            log.error("call.failed", method=method.path, error=place_of(error), request_id=call.request_id)
        if isinstance(refusal, Forbidden):
            await self._maker.record_refusal(method, call, refusal)
        metrics.REFUSALS.labels(method.path, refusal.code).inc()
        trailers = status.to_trailers(refusal, f"{self._maker.service}.contactfollowup")
        await call.context.abort(status.status_code(refusal), refusal.message, trailers)


def only_visible(handle: Handle) -> Handle:
    """The reply without the fields hidden from the caller, whatever the use case opened."""

    async def run(request: Any, caller: Caller) -> Any:
        reply = await handle(request, caller)
        if caller.hidden_fields:
            strip(reply, caller.hidden_fields)
        return reply

    return run


def prepared(method: Method, call: Call, request: Any, steps: tuple[Step, ...]) -> Any:
    """The request after every step agreed to it; the messages of a client stream are validated as they come."""
    for step in steps:
        step(call, request)
    return validated(request) if method.client_streaming else request


async def validated(requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async for request in requests:
        validate(request)
        yield request


def admitted(call: Call) -> Caller:
    if call.caller is None:
        raise Unauthenticated
    return call.caller


def named(request: Any) -> list[str]:
    """The ids a request names, for a stream whose reply holds no records."""
    return [value for field, value in request.ListFields() if field.name.endswith("_id")]


def place_of(error: BaseException) -> str:
    """The type of an error and where it was raised: enough to find it, and free of what the caller sent."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} {where}"
