"""`GET /`: leads whoever opens the address in a browser to the staff app."""

from gateway.exchange import Answer, Endpoint, Exchange


def home(public_origin: str) -> Endpoint:
    target = f"{public_origin}/app".encode("ascii")

    async def endpoint(_exchange: Exchange) -> Answer:
        return Answer(307, [(b"location", target)])

    return endpoint
