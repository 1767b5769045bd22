import json
from pathlib import Path

import pytest

from local_suite import keys, services, status
from local_suite.databases import ConfigurationError, external
from local_suite.paths import Paths
from local_suite.processes import Child, Identity, Program
from local_suite.services import Site
from local_suite.suite import Suite, plan

SECRETS = ("CRM_DATA_KEY", "CRM_INDEX_KEY", "AUDIT_SIGNING_KEY", "WITNESS_SIGNING_KEY", "PRINCIPAL_SEED")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return plan(Paths(tmp_path / "data"), {"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "x"}, 8080)


def held(site: Site, name: str) -> set[str]:
    (service,) = (each for each in services.SERVICES if each.name == name)
    text = json.dumps(services.environment(service, site))
    return {secret for secret in SECRETS if site.keys[secret] in text}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("gateway", set()),
        ("identity", {"CRM_DATA_KEY", "CRM_INDEX_KEY", "PRINCIPAL_SEED"}),
        ("crm", {"CRM_DATA_KEY", "CRM_INDEX_KEY"}),
        ("audit", {"AUDIT_SIGNING_KEY"}),
        ("mailbox", set()),
        ("witness", {"WITNESS_SIGNING_KEY"}),
    ],
)
def test_each_process_holds_its_own_secrets_only(site: Site, name: str, allowed: set[str]) -> None:
    assert held(site, name) == allowed


def test_nothing_that_serves_is_given_the_owner_role_or_the_users_own_variables(site: Site) -> None:
    for service in services.SERVICES:
        text = json.dumps(services.environment(service, site))
        assert "_owner" not in text
        assert "AWS_SECRET_ACCESS_KEY" not in text
    assert "_owner" in services.migration_environment(services.CRM, site)["CFU_MIGRATION_DATABASE_URL"]


def test_servers_the_user_has_are_used_in_place_of_embedded_ones(tmp_path: Path) -> None:
    given = {"CFU_NATS_URL": "nats://elsewhere:4222"}
    for name in keys.DATABASES:
        given[f"CFU_DATABASE_URL_{name.upper()}"] = f"postgresql://app%40x@elsewhere/{name}"
        given[f"CFU_MIGRATION_DATABASE_URL_{name.upper()}"] = f"postgresql://owner@elsewhere/{name}"
    suite = Suite(plan(Paths(tmp_path), given, 8080), given)
    assert [child.name for child in suite.children] == ["gateway", "identity", "crm", "audit", "witness", "mailbox"]
    crm = services.environment(services.CRM, suite.site)
    assert crm["CFU_DATABASE_URL"] == "postgresql://app%40x@elsewhere/crm"
    assert crm["CFU_NATS_URL"] == "nats://elsewhere:4222"
    assert services.migration_environment(services.CRM, suite.site)["CFU_APPLICATION_ROLE"] == "app@x"


def test_half_of_a_pair_of_urls_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="CFU_MIGRATION_DATABASE_URL_CRM"):
        external({"CFU_DATABASE_URL_CRM": "postgresql://app@elsewhere/crm"})


def test_status_is_written_for_its_owner_and_read_back(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = site.paths
    assert status.report(paths, as_json=True) == 1
    capsys.readouterr()
    myself = Identity.of(1)
    assert myself
    status.write(site, myself, [Child("crm", _never, tmp_path / "crm.log")], ready=True)
    assert paths.status.stat().st_mode & 0o777 == 0o600
    assert status.is_ready(paths, myself.pid)
    assert status.report(paths, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["baseUrl"] == "http://localhost:8080"
    assert told["services"]["crm"]["healthUrl"].startswith("grpc://127.0.0.1:")
    assert "crm_owner" in told["services"]["crm"]["databaseUrl"]


def _never() -> Program:
    raise AssertionError
