"""Metrics, in Prometheus text: labels come from closed sets only (method, code)."""

from prometheus_client import Counter, Gauge, Histogram, start_http_server

CALLS = Counter("cfu_calls_total", "Calls answered.", ["method", "code"])
SECONDS = Histogram(
    "cfu_call_seconds",
    "Time to answer a call.",
    ["method"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
IN_FLIGHT = Gauge("cfu_calls_in_flight", "Calls being answered.")


def serve(listen: str) -> None:
    """Serves /metrics at `host:port`, from a thread of its own; nothing when `listen` is empty."""
    if listen:
        host, _, port = listen.rpartition(":")
        start_http_server(int(port), addr=host)
