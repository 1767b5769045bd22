"""All wiring of identity: settings -> connections -> keys -> use cases -> RPCs and background work."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from identity import people
from identity.agreements.rpc import AGREEMENT_SERVICE, AgreementServicer
from identity.agreements.service import AgreementRegister
from identity.agreements.store import SignatureStore
from identity.billing import Billing, billing
from identity.break_glass.rpc import BREAK_GLASS_SERVICE, BreakGlassServicer
from identity.break_glass.service import BreakGlass
from identity.break_glass.store import GrantStore
from identity.credentials.hashing import Hashing
from identity.credentials.service import Credentials
from identity.factors.challenges import Challenges
from identity.factors.rpc import FACTOR_SERVICE, SIGN_IN_SERVICE, FactorServicer, FactorSignInServicer
from identity.factors.wiring import FactorCases, factor_cases
from identity.factors.wiring import Parts as FactorParts
from identity.invitations import store as invitation_store
from identity.invitations.rpc import INVITATION_SERVICE, InvitationServicer
from identity.mail.notices import SecurityNotices
from identity.mail.service import Delivery, Letters
from identity.mail.smtp import PostOffice
from identity.mail.store import LetterStore
from identity.passwords.rpc import PASSWORD_SERVICE, PasswordServicer
from identity.people import People
from identity.ports import Entitled
from identity.practices.rpc import PRACTICE_SERVICE, PracticeServicer
from identity.profiles.rpc import ME_SERVICE, MeServicer
from identity.roles.model import Catalogue
from identity.roles.rpc import ROLE_SERVICE, RoleServicer
from identity.roles.service import Roles
from identity.security_policies.rpc import SECURITY_POLICY_SERVICE, SecurityPolicyServicer
from identity.security_policies.service import SecurityPolicies
from identity.service_accounts import store as service_accounts
from identity.service_accounts.rpc import SERVICE_ACCOUNT_SERVICE, ServiceAccountServicer
from identity.service_accounts.wiring import MachineUseCases, machine_use_cases
from identity.sessions.model import Lifetime
from identity.sessions.opening import Openings
from identity.sessions.rpc import SESSION_SERVICE, SessionServicer
from identity.sessions.service import Sessions
from identity.sessions.sign_in import SignIns
from identity.sessions.standing import Standings
from identity.settings import Settings
from identity.sign_ups.rpc import SIGN_UP_SERVICE, SignUpServicer
from identity.sso import store as sso_store
from identity.sso.rpc import SSO_SERVICE, SsoServicer, SsoUseCases
from identity.sso.service import EnforcedSso
from identity.sso.wiring import Parts, single_sign_on
from identity.subprocessors.circulars import Circulars
from identity.subprocessors.rpc import SUBPROCESSOR_SERVICE, SubprocessorServicer
from identity.subprocessors.service import Subprocessors
from identity.subscriptions.entitling import Entitling
from identity.teams.rpc import TEAM_SERVICE, TeamServicer
from identity.teams.service import Teams
from identity.users.rpc import USER_SERVICE, UserServicer
from identity.users.service import Users
from identity.users.store import UserStore
from identity.vendors.reminders import Reminders
from identity.vendors.rpc import VENDOR_SERVICE, VendorServicer
from identity.vendors.service import Vendors
from identity.workspaces.service import Workspaces
from identity.workspaces.store import WorkspaceKeys
from kit import catalogue
from kit.clock import Clock, SystemClock
from kit.db import Database
from kit.errors import Error
from kit.leader import lead
from kit.log import get_logger
from kit.paging import Pages
from kit.principal import Signer
from kit.read_recorder import ReadRecorder
from kit.run import background
from kit.server import Server
from kit.service import foundation, relay_outbox
from kit.settings import load
from phi_crypto import MasterKeys

NAME = "identity"
# Everything identity produces: its own events, and entries for the audit log.
STREAMS = (NAME, "audit")
SWEEP_SECONDS = 600.0

log = get_logger()


class Swept(Protocol):
    async def sweep(self) -> None:
        """Removes what no longer counts for anything."""


@dataclass(frozen=True)
class SessionParts:
    users: UserStore
    workspaces: Workspaces
    credentials: Credentials
    roles: Roles


@dataclass(frozen=True)
class SessionCases:
    openings: Openings
    sign_ins: SignIns
    sessions: Sessions
    policies: SecurityPolicies


@dataclass(frozen=True)
class Downstream:
    """Who gets data from here, and under which agreements."""

    subprocessors: Subprocessors
    vendors: Vendors
    reminders: Reminders


@dataclass(frozen=True)
class UseCases:
    workspaces: Workspaces
    users: Users
    sign_ins: SignIns
    sessions: Sessions
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
    machines: MachineUseCases
    break_glass: BreakGlass
    downstream: Downstream
    people: People


def use_cases(settings: Settings, db: Database, hashing: Hashing, clock: Clock) -> UseCases:
    keys = WorkspaceKeys(MasterKeys(settings.data_key, settings.data_keys_previous))
    store = UserStore(keys, settings.index_key)
    pages = Pages(settings.page_key)
    money = billing(settings, db, pages, clock)
    workspaces = Workspaces(db, keys, money.subscriptions.start_deployment, clock)
    credentials = Credentials(hashing, clock)
    letters, delivery = mail(settings, db, keys, clock)
    agreements = AgreementRegister(db=db, signatures=SignatureStore(keys), workspaces=workspaces, clock=clock)
    roles, teams = role_cases(db, store, pages, (money.subscriptions, agreements), clock)
    notices = SecurityNotices(letters, settings.public_url, clock)
    users = Users(db=db, store=store, workspaces=workspaces, credentials=credentials, pages=pages, clock=clock)
    sessions = session_cases(settings, db, clock, SessionParts(store, workspaces, credentials, roles))
    factor_parts = FactorParts(keys, store, credentials, roles, sessions.openings, sessions.sessions, notices)
    sso_parts = Parts(keys, store, users, credentials, sessions.openings, roles, money.subscriptions, notices)
    shared = (keys, store, users, workspaces, money.subscriptions, credentials, roles, sessions.sessions)
    people_parts = people.Parts(*shared, sessions.openings, letters, notices, pages)
    return UseCases(
        workspaces=workspaces,
        users=users,
        sign_ins=sessions.sign_ins,
        sessions=sessions.sessions,
        policies=sessions.policies,
        factors=factor_cases(settings, db, clock, factor_parts),
        letters=letters,
        notices=notices,
        delivery=delivery,
        agreements=agreements,
        billing=money,
        entitling=money.entitling(db, agreements),
        roles=roles,
        teams=teams,
        sso=single_sign_on(settings, db, clock, sso_parts),
        people=people.people(settings, db, clock, people_parts),
        machines=machine_use_cases(db, store, roles, pages, clock),
        break_glass=BreakGlass(db=db, grants=GrantStore(keys), users=store, letters=letters, pages=pages, clock=clock),
        downstream=downstream(db, workspaces, agreements, Circulars(store, letters, settings.public_url), clock),
    )


def role_cases(
    db: Database, store: UserStore, pages: Pages, entitled: Sequence[Entitled], clock: Clock
) -> tuple[Roles, Teams]:
    teams = Teams(db=db, is_user=store.exists, pages=pages, clock=clock)
    known = Catalogue(frozenset(catalogue.permissions()), frozenset(catalogue.fields()))
    uses = (store.has_role, sso_store.has_role, service_accounts.has_role, invitation_store.has_role)
    return Roles(db=db, catalogue=known, teams=teams, uses=uses, entitled=entitled, clock=clock), teams


def downstream(
    db: Database, workspaces: Workspaces, agreements: AgreementRegister, circulars: Circulars, clock: Clock
) -> Downstream:
    subprocessors = Subprocessors(db=db, workspaces=workspaces, circulars=circulars, clock=clock)
    return Downstream(
        subprocessors=subprocessors,
        vendors=Vendors(db=db, agreements=agreements, subprocessors=subprocessors, clock=clock),
        reminders=Reminders(db=db, circulars=circulars, clock=clock),
    )


def session_cases(settings: Settings, db: Database, clock: Clock, parts: SessionParts) -> SessionCases:
    users, workspaces = parts.users, parts.workspaces
    lifetime = Lifetime(settings.session_idle, settings.session_absolute)
    policies = SecurityPolicies(db, clock)
    challenges = Challenges(policies, clock)
    standings = Standings(parts.roles, challenges, clock)
    openings = Openings(
        users=users,
        workspaces=workspaces,
        standings=standings,
        single_sign_on=EnforcedSso(),
        lifetime=lifetime,
        clock=clock,
    )
    return SessionCases(
        openings=openings,
        sign_ins=SignIns(
            db=db,
            users=users,
            workspaces=workspaces,
            credentials=parts.credentials,
            openings=openings,
            second_factors=challenges,
            clock=clock,
        ),
        sessions=Sessions(
            db=db, users=users, workspaces=workspaces, standings=standings, lifetime=lifetime, clock=clock
        ),
        policies=policies,
    )


def mail(settings: Settings, db: Database, keys: WorkspaceKeys, clock: Clock) -> tuple[Letters, Delivery]:
    store = LetterStore(keys)
    post_office = PostOffice(settings.smtp_server, settings.mail_from, settings.smtp_trusted)
    return Letters(store, clock), Delivery(db, store, post_office, clock)


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
        server.add(SESSION_SERVICE, SessionServicer(cases.sign_ins, cases.sessions, signer))
        server.add(AGREEMENT_SERVICE, AgreementServicer(cases.agreements))
        server.add(ROLE_SERVICE, RoleServicer(cases.roles, catalogue.permissions(), catalogue.fields()))
        server.add(TEAM_SERVICE, TeamServicer(cases.teams))
        server.add(SSO_SERVICE, SsoServicer(cases.sso))
        server.add(SERVICE_ACCOUNT_SERVICE, ServiceAccountServicer(cases.machines, signer, clock))
        server.add(BREAK_GLASS_SERVICE, BreakGlassServicer(cases.break_glass, clock))
        cases.billing.serve(server, cases.entitling)
        server.add(SUBPROCESSOR_SERVICE, SubprocessorServicer(cases.downstream.subprocessors))
        server.add(VENDOR_SERVICE, VendorServicer(cases.downstream.vendors, clock))
        add_people(server, cases.people)
        swept = (cases.sign_ins, factors.sign_ins, cases.sso.sign_ins, cases.people.sign_ups, cases.people.resets)
        async with background(
            relay_outbox(NAME, base, STREAMS),
            sweep(*swept),
            lead(base.database, f"{NAME}.mail", lambda _: cases.delivery.run()),
            lead(base.database, f"{NAME}.renewal", lambda _: cases.billing.renewal.run()),
            lead(base.database, f"{NAME}.reminders", lambda _: cases.downstream.reminders.run()),
        ):
            await server.serve(stop)
        await recorder.close()
    hashing.close()


def add_people(server: Server, cases: People) -> None:
    server.add(SIGN_UP_SERVICE, SignUpServicer(cases.sign_ups))
    server.add(PRACTICE_SERVICE, PracticeServicer(cases.practices))
    server.add(INVITATION_SERVICE, InvitationServicer(cases.invitations, cases.acceptances, SystemClock()))
    server.add(ME_SERVICE, MeServicer(cases.profiles, cases.policies))
    server.add(PASSWORD_SERVICE, PasswordServicer(cases.passwords, cases.resets))


async def sweep(*swept: Swept) -> None:
    """Every process may sweep: removing twice removes once."""
    while True:
        try:
            for each in swept:
                await each.sweep()
        except Error as failure:
            log.warning("sweep.failed", error=type(failure).__name__)
        await asyncio.sleep(SWEEP_SECONDS)
