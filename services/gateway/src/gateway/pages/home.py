"""`GET /`: what this is, for whoever opens the address in a browser."""

from gateway.exchange import Answer, Exchange

PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ContactFollowUp</title>
</head>
<body>
<h1>ContactFollowUp</h1>
<p>A customer relationship manager for healthcare practices. This address answers programs:</p>
<ul>
<li><a href="/api/openapi.json">The API, as OpenAPI 3.1</a></li>
<li><a href="/healthz">Health</a></li>
</ul>
</body>
</html>
"""


async def home(_exchange: Exchange) -> Answer:
    return Answer(200, [(b"content-type", b"text/html; charset=utf-8")], PAGE)
