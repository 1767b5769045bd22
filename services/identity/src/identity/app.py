"""All wiring of identity: settings -> connections -> keys -> use cases -> RPCs and background work."""

import asyncio
import os
from dataclasses import dataclass
from typing import Protocol

from identity.agreements.rpc import AGREEMENT_SERVICE, AgreementServicer
from identity.agreements.service import AgreementRegister
from identity.break_glass.rpc import BREAK_GLASS_SERVICE, BreakGlassServicer
from identity.break_glass.service import BreakGlass
from identity.break_glass.store import GrantStore
from identity.credentials.hashing import Hashing
from identity.email_changes.rpc import EMAIL_SERVICE, EmailServicer
from identity.factors.rpc import FACTOR_SERVICE, SIGN_IN_SERVICE, FactorServicer, FactorSignInServicer
from identity.invitations.rpc import INVITATION_SERVICE, InvitationServicer
from identity.mail.notices import SecurityNotices
from identity.mail.service import Delivery, Letters
from identity.mail.smtp import PostOffice
from identity.mail.store import LetterStore
from identity.passwords.rpc import PASSWORD_SERVICE, PasswordServicer
from identity.policies.rpc import POLICY_SERVICE, PolicyServicer
from identity.practices.rpc import PRACTICE_SERVICE, PracticeServicer
from identity.profiles.rpc import ME_SERVICE, MeServicer
from identity.roles.rpc import ROLE_SERVICE, RoleServicer
from identity.roles.service import Roles
from identity.security_policies.rpc import SECURITY_POLICY_SERVICE, SecurityPolicyServicer
from identity.security_policies.service import SecurityPolicies
from identity.service_accounts.rpc import SERVICE_ACCOUNT_SERVICE, MachineUseCases, ServiceAccountServicer
from identity.sessions.rpc import SESSION_SERVICE, SessionServicer
from identity.sessions.service import Sessions
from identity.sessions.sign_in import SignIns
from identity.settings import Settings
from identity.sign_in_history.rpc import SIGN_IN_HISTORY_SERVICE, SignInHistoryServicer
from identity.sign_in_history.service import SignInHistory
from identity.sign_ups.rpc import SIGN_UP_SERVICE, SignUpServicer
from identity.sso.rpc import SSO_SERVICE, SsoServicer, SsoUseCases
from identity.sso_domains.resolver import Resolver
from identity.sso_domains.rpc import SSO_DOMAIN_SERVICE, SsoDomainServicer
from identity.sso_domains.service import SsoDomains
from identity.subprocessors.rpc import SUBPROCESSOR_SERVICE, SubprocessorServicer
from identity.subscriptions.entitling import Entitling
from identity.teams.rpc import TEAM_SERVICE, TeamServicer
from identity.teams.service import Teams
from identity.users.rpc import USER_SERVICE, UserServicer
from identity.users.service import Users
from identity.vendors.rpc import VENDOR_SERVICE, VendorServicer
from identity.wiring.billing import Billing
from identity.wiring.downstream import Downstream, downstream
from identity.wiring.factors import FactorCases, factor_cases
from identity.wiring.machines import machine_use_cases
from identity.wiring.people import People, people
from identity.wiring.shared import Shared, share
from identity.wiring.sso import single_sign_on
from identity.workspaces.service import Workspaces
from kit import catalogue
from kit.clock import Clock, SystemClock
from kit.db import Database
from kit.errors import Error
from kit.leader import lead
from kit.log import get_logger
from kit.principal import Signer
from kit.read_recorder import ReadRecorder
from kit.run import background
from kit.server import Server
from kit.service import foundation, relay_outbox
from kit.settings import load

NAME = "identity"
# Everything identity produces: its own events, and entries for the audit log.
STREAMS = (NAME, "audit")
SWEEP_SECONDS = 600.0

log = get_logger()


class Swept(Protocol):
    async def sweep(self) -> None:
        """Removes what no longer counts for anything."""


@dataclass(frozen=True)
class UseCases:
    workspaces: Workspaces
    users: Users
    sign_ins: SignIns
    sessions: Sessions
    history: SignInHistory
    policies: SecurityPolicies
    factors: FactorCases
    letters: Letters
    notices: SecurityNotices
    delivery: Delivery
    agreements: AgreementRegister
    billing: Billing
    entitling: Entitling
    roles: Roles
    teams: Teams
    sso: SsoUseCases
    sso_domains: SsoDomains
    machines: MachineUseCases
    break_glass: BreakGlass
    downstream: Downstream
    people: People


def use_cases(settings: Settings, db: Database, hashing: Hashing, clock: Clock) -> UseCases:
    shared = share(settings, db, hashing, clock)
    sessions, money, machines = shared.sessions, shared.billing, machine_use_cases(shared)
    persons = people(shared, machines.tokens)
    return UseCases(
        workspaces=shared.workspaces,
        users=shared.users,
        sign_ins=sessions.sign_ins,
        sessions=sessions.sessions,
        history=sessions.history,
        policies=sessions.policies,
        factors=factor_cases(shared),
        letters=shared.letters,
        notices=shared.notices,
        delivery=delivery(shared),
        agreements=shared.agreements,
        billing=money,
        entitling=shared.entitling,
        roles=shared.roles,
        teams=shared.teams,
        sso=single_sign_on(shared, persons.access),
        sso_domains=SsoDomains(db, Resolver(settings.dns_resolver), clock),
        people=persons,
        machines=machines,
        break_glass=break_glass(shared),
        downstream=downstream(shared),
    )


def delivery(shared: Shared) -> Delivery:
    settings = shared.settings
    post_office = PostOffice(settings.smtp_server, settings.mail_from, settings.smtp_trusted)
    return Delivery(shared.db, LetterStore(shared.keys), post_office, shared.clock)


def break_glass(shared: Shared) -> BreakGlass:
    return BreakGlass(
        db=shared.db,
        grants=GrantStore(shared.keys),
        users=shared.user_store,
        letters=shared.letters,
        pages=shared.pages,
        clock=shared.clock,
    )


async def serve(stop: asyncio.Event) -> None:
    settings = load(Settings, os.environ)
    hashing = Hashing()
    async with foundation(settings) as base:
        clock = SystemClock()
        cases = use_cases(settings, base.database, hashing, clock)
        recorder = ReadRecorder(base.database)
        server = Server(NAME, settings, base.verifier, recorder)
        signer = Signer(*settings.signing_key)
        server.add(USER_SERVICE, UserServicer(cases.users, cases.people.access))
        factors = cases.factors
        server.add(FACTOR_SERVICE, FactorServicer(factors.factors, factors.passkeys, factors.step_ups))
        server.add(SIGN_IN_SERVICE, FactorSignInServicer(factors.sign_ins))
        server.add(SECURITY_POLICY_SERVICE, SecurityPolicyServicer(cases.policies))
        server.add(SESSION_SERVICE, SessionServicer(cases.sign_ins, cases.sessions, signer, settings.locations))
        server.add(SIGN_IN_HISTORY_SERVICE, SignInHistoryServicer(cases.history))
        server.add(AGREEMENT_SERVICE, AgreementServicer(cases.agreements))
        server.add(ROLE_SERVICE, RoleServicer(cases.roles, catalogue.permissions(), catalogue.fields()))
        server.add(TEAM_SERVICE, TeamServicer(cases.teams))
        server.add(SSO_SERVICE, SsoServicer(cases.sso))
        server.add(SSO_DOMAIN_SERVICE, SsoDomainServicer(cases.sso_domains))
        server.add(SERVICE_ACCOUNT_SERVICE, ServiceAccountServicer(cases.machines, signer, clock))
        server.add(BREAK_GLASS_SERVICE, BreakGlassServicer(cases.break_glass, clock))
        cases.billing.serve(server, cases.entitling)
        server.add(SUBPROCESSOR_SERVICE, SubprocessorServicer(cases.downstream.subprocessors))
        server.add(VENDOR_SERVICE, VendorServicer(cases.downstream.vendors, clock))
        add_people(server, cases.people)
        async with background(
            relay_outbox(NAME, base, STREAMS),
            sweep(cases.sign_ins, factors.sign_ins, cases.sso.sign_ins, *swept(cases.people)),
            lead(base.database, f"{NAME}.mail", lambda _: cases.delivery.run()),
            lead(base.database, f"{NAME}.renewal", lambda _: cases.billing.renewal.run()),
            lead(base.database, f"{NAME}.sign_in_history", lambda _: cases.history.run()),
            lead(base.database, f"{NAME}.reminders", lambda _: cases.downstream.reminders.run()),
        ):
            await server.serve(stop)
        await recorder.close()
    hashing.close()


def add_people(server: Server, cases: People) -> None:
    server.add(SIGN_UP_SERVICE, SignUpServicer(cases.sign_ups))
    server.add(PRACTICE_SERVICE, PracticeServicer(cases.practices))
    server.add(INVITATION_SERVICE, InvitationServicer(cases.invitations, cases.acceptances, SystemClock()))
    server.add(ME_SERVICE, MeServicer(cases.profiles))
    server.add(POLICY_SERVICE, PolicyServicer(cases.policies))
    server.add(PASSWORD_SERVICE, PasswordServicer(cases.passwords, cases.resets))
    server.add(EMAIL_SERVICE, EmailServicer(cases.email_changes))


def swept(cases: People) -> tuple[Swept, ...]:
    return cases.sign_ups, cases.resets, cases.email_changes


async def sweep(*every: Swept) -> None:
    """Every process may sweep: removing twice removes once."""
    while True:
        try:
            for each in every:
                await each.sweep()
        except Error as failure:
            log.warning("sweep.failed", error=type(failure).__name__)
        await asyncio.sleep(SWEEP_SECONDS)
