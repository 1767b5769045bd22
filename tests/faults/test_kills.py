"""Processes killed under load: what was acknowledged is there, and each creation is in the audit log, once."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections import Counter

import nats
from running_suite import RunningSuite, running_suite

from contactfollowup.audit.v1.entries_pb2 import EntryBatch

LIMITS = {"CFU_RATE_LIMIT_SESSION": "100000/200000"}
VICTIMS = ("nats", "crm", "postgres", "audit", "identity")


class Writers:
    """Three clients that create contacts until told to stop, each remembering what was acknowledged."""

    def __init__(self, suite: RunningSuite) -> None:
        self._suite = suite
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(3)]
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        made = 0
        while not self._stop.is_set():
            body = {"firstName": f"Writer{number}", "lastName": f"Row{made}"}
            answer = self._suite.call("POST", "/api/v1/contacts", body)
            self.statuses[answer.status] += 1
            if answer.status == 201:
                self.acknowledged.append(answer.json["contactId"])
            else:
                time.sleep(0.02)
            made += 1


def audited(suite: RunningSuite) -> Counter[str]:
    """How often the log says that a contact was created, by contact; nothing while it cannot be asked."""
    found: Counter[str] = Counter()
    token = ""
    while True:
        path = f"/api/v1/audit/entries?action=contact.created&pageSize=200&pageToken={token}"
        answer = suite.call("GET", path)
        if answer.status != 200:
            return Counter()
        page = answer.json
        found.update(record for entry in page["entries"] for record in entry["recordIds"])
        token = page["nextPageToken"]
        if not token:
            return found


def missing_after(suite: RunningSuite, acknowledged: set[str], *, seconds: float) -> set[str]:
    """What the log still lacks after so long."""
    deadline = time.monotonic() + seconds
    while (missing := acknowledged - set(audited(suite))) and time.monotonic() < deadline:
        time.sleep(1)
    return missing


def in_the_stream(suite: RunningSuite, record_ids: set[str]) -> str:
    """Where entries that the log lacks are, for whoever has to find out why."""

    async def look() -> str:
        bus = await nats.connect(suite.status["natsUrl"])
        jetstream = bus.jetstream()
        subscription = await jetstream.pull_subscribe("cfu.audit.v1.>", stream="CFU_AUDIT")
        seen: set[str] = set()
        with contextlib.suppress(TimeoutError):
            while True:
                for message in await subscription.fetch(500, timeout=2):
                    for entry in EntryBatch.FromString(message.data).entries:
                        seen.update(entry.record_ids)
        consumers = await jetstream.consumers_info("CFU_AUDIT")
        await bus.close()
        states = [(one.name, one.num_pending, one.num_ack_pending) for one in consumers]
        return f"{len(record_ids & seen)} are in the stream; consumers {states}"

    return asyncio.run(look())


def test_no_acknowledged_write_and_no_audit_entry_is_lost_to_kills() -> None:
    with running_suite(**LIMITS) as suite:
        with Writers(suite) as writers:
            for victim in VICTIMS:
                time.sleep(1)
                os.kill(suite.status["services"][victim]["pid"], signal.SIGKILL)
                suite.wait_until(lambda: suite.call("GET", "/healthz").status == 200, seconds=30)
                before = len(writers.acknowledged)
                suite.wait_until(lambda known=before: len(writers.acknowledged) > known, seconds=30)  # type: ignore[misc]
        # The edge knows for five seconds who is signed in: only this says that identity is back.
        suite.wait_until(lambda: suite.call("GET", "/api/v1/session").status == 200, seconds=30)
        assert set(writers.statuses) <= {201, 401, 503, 504}
        acknowledged = set(writers.acknowledged)
        missing = missing_after(suite, acknowledged, seconds=90)
        assert missing == set(), f"{len(missing)} of {len(acknowledged)}: {in_the_stream(suite, missing)}"
        assert set(audited(suite).values()) == {1}
        for contact_id in writers.acknowledged[:: max(1, len(acknowledged) // 200)]:
            assert suite.call("GET", f"/api/v1/contacts/{contact_id}").status == 200
