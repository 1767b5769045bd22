"""From an operation's response message to an HTTP answer."""

from collections.abc import Callable
from typing import Any

import orjson

from contactfollowup.contract.v1 import options_pb2
from gateway.exchange import JSON, Answer

from .descriptors import option
from .encoder import encoder
from .operations import Operation

# Takes the response message and the value of If-None-Match.
ResponseWriter = Callable[[Any, bytes], Answer]


def response_writer(operation: Operation) -> ResponseWriter:
    """201 and Location for what was created, 202 for what was asked for, 204 for what says nothing, 200 otherwise.

    ETag where there is one.
    """
    message = operation.answer_message
    if not message.fields:
        status = success_status(operation)
        return lambda _response, _known: Answer(status, [])
    encode = encoder(message)
    part = operation.response_body
    has_etag = "etag" in message.fields_by_name
    status = success_status(operation)
    identity = option(message, options_pb2.record).id_field if status == 201 else ""
    conditional = operation.http_method == "GET"

    def write(response: Any, known: bytes) -> Answer:
        value = getattr(response, part) if part else response
        headers = [(b"content-type", JSON)]
        if has_etag and value.etag:
            tag = b'"%b"' % value.etag.encode("latin-1")
            headers.append((b"etag", tag))
            if known and conditional and matches(known, tag):
                return Answer(304, headers[1:])
        if identity:
            headers.append((b"location", f"{operation.path}/{getattr(value, identity)}".encode("ascii")))
        return Answer(status, headers, orjson.dumps(encode(value)))

    return write


def success_status(operation: Operation) -> int:
    """A creation answers 201 when the thing created has an address: the collection's, and its id.

    What is only asked for (an RPC named `Request...`) answers 202: what comes of it is told elsewhere.
    """
    if operation.method.name.startswith("Request"):
        return 202
    if not operation.answer_message.fields:
        return 204
    record = option(operation.answer_message, options_pb2.record)
    return 201 if operation.creates and record.id_field else 200


def matches(known: bytes, tag: bytes) -> bool:
    """Whether `If-None-Match` names the entity tag, compared weakly."""
    return known.strip() == b"*" or tag in [each.strip().removeprefix(b"W/") for each in known.split(b",")]
