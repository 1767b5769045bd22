"""python -m audit.witness: its own process, its own storage, its own key; needs no database and no NATS."""

import os
import signal
import sys
from time import time

import uvicorn

from audit.witness.http import make_app
from audit.witness.service import Witness
from audit.witness.settings import WitnessSettings
from audit.witness.store import WitnessStore
from kit.settings import SettingsError, load


def main() -> int:
    try:
        settings = load(WitnessSettings, os.environ)
    except SettingsError as error:
        print(f"witness: {error}", file=sys.stderr)  # noqa: T201 - the one line a failed start says
        return 2
    serve(settings)
    return 0


def serve(settings: WitnessSettings) -> None:
    store = WitnessStore(settings.folder)
    witness = Witness(store, settings.log_keys, settings.signer, time)
    # uvicorn drains, then raises the signal again: leave with 0 then.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    host, port = settings.listen
    try:
        uvicorn.run(make_app(witness), host=host, port=port, log_level="warning", access_log=False)
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
