"""A DNS server on loopback that knows TXT records and aliases, and is silent or refuses on demand."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.rdataclass import IN
from dns.rdatatype import CNAME, TXT

TTL = 60
# One text of a record has at most 255 bytes; longer values are several texts.
LONGEST_TEXT = 255


@dataclass
class DnsServer:
    address: str
    texts: dict[str, list[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, wire: bytes) -> bytes:
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
            return response.to_wire()
        if name in self.aliases:
            target = self.aliases[name]
            response.answer.append(dns.rrset.from_text(f"{name}.", TTL, IN, CNAME, f"{target}."))
            name = target
        if self.texts.get(name):
            quoted = [quoted_text(text) for text in self.texts[name]]
            response.answer.append(dns.rrset.from_text(f"{name}.", TTL, IN, TXT, *quoted))
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire(max_size=65535)


def quoted_text(text: str) -> str:
    parts = (text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT))
    return " ".join(f'"{part}"' for part in parts)


@contextmanager
def dns_server() -> Iterator[DnsServer]:
    """Runs one on a free port of loopback."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, sock = self.request
            sock.sendto(running.answer(wire), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        running = DnsServer(f"127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield running
        server.shutdown()
        thread.join()
