"""What several areas of identity use, made once."""

from dataclasses import dataclass

from identity.agreements.service import AgreementRegister
from identity.agreements.store import SignatureStore
from identity.credentials.hashing import Hashing
from identity.credentials.service import Credentials
from identity.invitations import store as invitation_store
from identity.mail.notices import SecurityNotices
from identity.mail.service import Letters
from identity.mail.store import LetterStore
from identity.roles.model import Catalogue
from identity.roles.service import Roles
from identity.service_accounts import store as service_accounts
from identity.settings import Settings
from identity.sso import store as sso_store
from identity.subprocessors.circulars import Circulars
from identity.subscriptions.entitling import Entitling
from identity.teams.service import Teams
from identity.users.service import Users
from identity.users.store import UserStore
from identity.wiring.billing import Billing, billing
from identity.wiring.sessions import SessionCases, SessionParts, session_cases
from identity.workspaces.service import Workspaces
from identity.workspaces.store import WorkspaceKeys
from kit import catalogue
from kit.clock import Clock
from kit.db import Database
from kit.paging import Pages
from phi_crypto import MasterKeys


@dataclass(frozen=True)
class Shared:
    settings: Settings
    db: Database
    clock: Clock
    pages: Pages
    keys: WorkspaceKeys
    letters: Letters
    circulars: Circulars
    notices: SecurityNotices
    credentials: Credentials
    billing: Billing
    workspaces: Workspaces
    agreements: AgreementRegister
    entitling: Entitling
    user_store: UserStore
    users: Users
    teams: Teams
    roles: Roles
    sessions: SessionCases


def share(settings: Settings, db: Database, hashing: Hashing, clock: Clock) -> Shared:
    pages = Pages(settings.page_key)
    keys = WorkspaceKeys(MasterKeys(settings.data_key, settings.data_keys_previous))
    letters = Letters(LetterStore(keys), clock)
    credentials = Credentials(hashing, clock)
    user_store = UserStore(keys, settings.index_key)
    circulars = Circulars(user_store, letters, settings.public_url)
    money = billing(settings, db, clock, circulars=circulars, keys=keys)
    workspaces = Workspaces(db, keys, money.subscriptions.start_deployment, clock)
    agreements = AgreementRegister(db=db, signatures=SignatureStore(keys), workspaces=workspaces, clock=clock)
    entitling = money.entitling(db, agreements)
    roles, teams = role_cases(db, user_store, pages, entitling, clock)
    notices = SecurityNotices(letters, settings.public_url, clock)
    parts = SessionParts(keys, user_store, workspaces, credentials, roles, notices, pages)
    return Shared(
        settings=settings,
        db=db,
        clock=clock,
        pages=pages,
        keys=keys,
        letters=letters,
        circulars=circulars,
        notices=notices,
        credentials=credentials,
        billing=money,
        workspaces=workspaces,
        agreements=agreements,
        entitling=entitling,
        user_store=user_store,
        users=users(db, user_store, workspaces, credentials, money, pages=pages, clock=clock),
        teams=teams,
        roles=roles,
        sessions=session_cases(settings, db, clock, parts),
    )


def users(
    db: Database,
    store: UserStore,
    workspaces: Workspaces,
    credentials: Credentials,
    money: Billing,
    *,
    pages: Pages,
    clock: Clock,
) -> Users:
    return Users(
        db=db,
        store=store,
        workspaces=workspaces,
        credentials=credentials,
        seats_changed=money.subscriptions.seats_changed,
        pages=pages,
        clock=clock,
    )


def role_cases(
    db: Database, user_store: UserStore, pages: Pages, entitling: Entitling, clock: Clock
) -> tuple[Roles, Teams]:
    teams = Teams(db=db, is_user=user_store.exists, pages=pages, clock=clock)
    roles = Roles(
        db=db,
        catalogue=Catalogue(frozenset(catalogue.permissions()), frozenset(catalogue.fields())),
        teams=teams,
        uses=(user_store.has_role, sso_store.has_role, service_accounts.has_role, invitation_store.has_role),
        entitling=entitling,
        clock=clock,
    )
    return roles, teams
