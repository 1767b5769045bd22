"""Opening a session at the edge: one way for every route that does, however the person proved who it is.

A route opens a session when its RPC is `access: {service: {names: ["gateway"]}}`, has a `google.api.http` rule with
`response_body: "session"`, and answers with `session`, `session_token` and `device_token`. That is all there is to do:
route and documentation are derived. Of its request the edge fills `device_token`, `source_address` and `user_agent`,
where the message has them, and takes them from no body. The secrets become cookies and are in no answer. Such routes,
like all that anyone may write to, share the rate of sign-ins.

A route written by hand (a redirect) calls the two functions here itself.
"""

import re
from typing import Any

from gateway.exchange import Exchange, Headers

from .cookies import device_cookie, session_cookie

LONGEST_USER_AGENT = 512
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def tell_device(request: Any, exchange: Exchange) -> None:
    """Fills in what the edge knows of where a request comes from, as far as the message asks for it."""
    known = {
        "device_token": exchange.device_token,
        "source_address": exchange.client_address,
        "user_agent": _UNPRINTABLE.sub("", exchange.header(b"user-agent"))[:LONGEST_USER_AGENT],
    }
    for name in known.keys() & request.DESCRIPTOR.fields_by_name.keys():
        setattr(request, name, known[name])


def session_cookies(opened: Any) -> Headers:
    """The cookies of a new session: of the answer of any RPC that opens one."""
    return [session_cookie(opened.session_token), device_cookie(opened.device_token)]
