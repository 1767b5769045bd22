"""Who signs in to the sandbox: the administrator that `up` makes, and whoever else is wanted to try a role."""

import getpass
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from cfu.jar import FileJar
from local_suite import status
from local_suite.paths import Paths, read_json
from local_suite.preparation import StartError, create_user
from local_suite.services import IDENTITY, environment
from local_suite.suite import plan


def sign_in(paths: Paths) -> int:
    """Signs the `cfu` command in as the administrator of the running sandbox."""
    if status.supervisor(paths) is None:
        print(status.NOT_RUNNING, file=sys.stderr)
        return 1
    record = read_json(paths.status)
    person = record["signIn"]
    # What stands behind this address is the suite of this clone, whatever stood there before.
    FileJar().forget(record["baseUrl"])
    options = ["--url", record["baseUrl"], "--email", person["email"], "--password-stdin"]
    command = [sys.executable, "-m", "cfu", "sign-in", *options]
    return subprocess.run(command, input=person["password"], text=True, check=False).returncode


def create(paths: Paths, given: Mapping[str, str], email: str, role: str, workspace: str) -> int:
    """Adds a person to the running suite."""
    if status.supervisor(paths) is None:
        print(status.NOT_RUNNING, file=sys.stderr)
        return 1
    site = plan(paths, given, urlsplit(read_json(paths.status)["baseUrl"]).port or 0, running=True)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        print(json.dumps(create_user(site, email, role, password, workspace)))
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def operate(paths: Paths, given: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Runs a command of identity as an operator of the running suite would; its exit code."""
    if status.supervisor(paths) is None:
        print(status.NOT_RUNNING, file=sys.stderr)
        return 1
    site = plan(paths, given, urlsplit(read_json(paths.status)["baseUrl"]).port or 0, running=True)
    command = [sys.executable, "-m", IDENTITY.module, *(arguments or ["--help"])]
    return subprocess.run(command, env=environment(IDENTITY, site), check=False).returncode
