"""The README's tour, run as it is written."""

import os
import re
import subprocess
from pathlib import Path

from running_suite import RunningSuite

ROOT = Path(__file__).resolve().parents[2]


def tour() -> list[str]:
    section = (ROOT / "README.md").read_text().split("## Five minutes")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert blocks[0].strip() == "./dev up --detach"
    assert blocks[-1].strip() == "./dev down"
    return blocks[1:-1]


def test_the_tour_works_as_written(suite: RunningSuite, tmp_path: Path) -> None:
    script = "\n".join(tour()).replace("./dev", str(ROOT / "dev"))
    environment = {**suite.environment, "XDG_CONFIG_HOME": str(tmp_path / "config"), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Okafor-Lindqvist" in done.stdout
    assert "+12025550199" in done.stdout
    assert "contact.updated" in done.stdout
    assert "verified" in done.stdout.lower()
    assert "North clinic" in done.stdout
    letter, _, found_by_the_machine = done.stdout.rpartition("ben@practice.example")
    assert letter
    assert "Okafor-Lindqvist" in found_by_the_machine
    rejected = (tmp_path / "rejected.csv").read_text()
    assert "BIRTHDATE" in rejected
