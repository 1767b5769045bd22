"""Is a process ready? Asked over bare sockets, so that the supervisor need not load gRPC to start it."""

import http.client
import socket
import struct

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 2.0

_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_END_STREAM, _END_HEADERS = 1, 4
_SERVING = b"\x00\x00\x00\x00\x02\x08\x01"  # uncompressed, two bytes, HealthCheckResponse{status: SERVING}
_EMPTY_REQUEST = b"\x00\x00\x00\x00\x00"  # HealthCheckRequest{}: the server as a whole


def http_ready(port: int, path: str = "/healthz") -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def smtp_ready(port: int) -> bool:
    """A server of SMTP greets whoever connects."""
    try:
        with socket.create_connection((LOOPBACK, port), PATIENCE_SECONDS) as connection:
            connection.settimeout(PATIENCE_SECONDS)
            return connection.recv(4) == b"220 "
    except OSError:
        return False


def grpc_ready(port: int) -> bool:
    """One `grpc.health.v1.Health/Check` over HTTP/2 without TLS (RFC 9113, RFC 7541 literal headers)."""
    try:
        with socket.create_connection((LOOPBACK, port), PATIENCE_SECONDS) as connection:
            connection.settimeout(PATIENCE_SECONDS)
            connection.sendall(_check(port))
            return _answer(connection) == _SERVING
    except OSError:
        return False


def _check(port: int) -> bytes:
    headers = {
        ":method": "POST",
        ":scheme": "http",
        ":path": "/grpc.health.v1.Health/Check",
        ":authority": f"{LOOPBACK}:{port}",
        "content-type": "application/grpc",
        "te": "trailers",
    }
    block = b"".join(b"\x00" + _text(name) + _text(value) for name, value in headers.items())
    return (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        + _frame(_SETTINGS, 0, 0, b"")
        + _frame(_HEADERS, _END_HEADERS, 1, block)
        + _frame(_DATA, _END_STREAM, 1, _EMPTY_REQUEST)
    )


def _text(value: str) -> bytes:
    return bytes([len(value)]) + value.encode()


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _answer(connection: socket.socket) -> bytes:
    """The first DATA frame of the answer; empty when the call failed before one."""
    with connection.makefile("rb") as stream:
        while len(head := stream.read(9)) == 9:
            length = int.from_bytes(head[:3])
            kind, flags, stream_id = struct.unpack(">BBI", head[3:])
            payload = stream.read(length)
            if stream_id == 1 and kind == _DATA:
                return payload
            if stream_id == 1 and kind == _HEADERS and flags & _END_STREAM:
                return b""
    return b""
