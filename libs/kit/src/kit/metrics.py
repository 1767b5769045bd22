"""Metrics, in Prometheus text: labels come from closed sets only (method, code)."""

from prometheus_client import Counter, Histogram, start_http_server

REFUSALS = Counter("cfu_refusals_total", "Calls that ended with an error.", ["method", "code"])
SECONDS = Histogram(
    "cfu_call_seconds",
    "Calls, and the time to answer them.",
    ["method"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)


def serve(listen: str) -> None:
    """Serves /metrics at `host:port`, from a thread of its own; nothing when `listen` is empty."""
    if listen:
        host, _, port = listen.rpartition(":")
        start_http_server(int(port), addr=host)
