"""What a person sees whose sign-in through a provider failed: a page, where a program gets a problem."""

from html import escape

from gateway.exchange import Answer, Exchange
from gateway.problem import problem, status_of
from kit.errors import Error

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign-in failed - ContactFollowUp</title>
</head>
<body>
<h1>Sign-in failed</h1>
<p>{message}</p>
<p><a href="/">Back to the front page</a></p>
<p><small>{reason} {request_id}</small></p>
</body>
</html>
"""


def refusal(error: Error, exchange: Exchange) -> Answer:
    """A fault of ours is one fixed sentence here too."""
    exchange.reason = error.reason
    status = status_of(error)
    if "text/html" not in exchange.header(b"accept"):
        return problem(error, exchange.request_id)
    told = Error() if status == 500 else error
    page = PAGE.format(message=escape(told.message), reason=escape(told.reason), request_id=escape(exchange.request_id))
    return Answer(status, [(b"content-type", b"text/html; charset=utf-8")], page.encode())
