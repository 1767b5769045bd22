"""How people come in and what they keep of themselves, put together: sign-up, invitations, profiles, passwords."""

from dataclasses import dataclass
from functools import partial

from identity.credentials.service import Credentials
from identity.invitations.acceptance import Acceptances
from identity.invitations.service import Invitations
from identity.invitations.store import InvitationStore
from identity.mail.notices import SecurityNotices
from identity.mail.service import Letters
from identity.passwords.resets import PasswordResets
from identity.passwords.service import Passwords
from identity.policies.service import Policies
from identity.policies.store import PolicyStore
from identity.practices.service import Practices
from identity.practices.store import PracticeStore
from identity.profiles.service import Profiles
from identity.roles.service import Roles
from identity.sessions.opening import Openings
from identity.sessions.rationing import LetterRations
from identity.sessions.service import Sessions
from identity.settings import Settings
from identity.sign_ups.service import SignUps
from identity.sign_ups.store import SignUpStore
from identity.sso.service import check_way_in
from identity.subscriptions.service import Subscriptions
from identity.users.access import UserAccess
from identity.users.service import Users
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import Database
from kit.paging import Pages


@dataclass(frozen=True)
class Parts:
    """What they use of the rest of identity."""

    keys: WorkspaceKeys
    store: UserStore
    users: Users
    workspaces: Workspaces
    subscriptions: Subscriptions
    credentials: Credentials
    roles: Roles
    sessions: Sessions
    openings: Openings
    letters: Letters
    notices: SecurityNotices
    pages: Pages


@dataclass(frozen=True)
class People:
    access: UserAccess
    sign_ups: SignUps
    practices: Practices
    invitations: Invitations
    acceptances: Acceptances
    policies: Policies
    profiles: Profiles
    passwords: Passwords
    resets: PasswordResets


def people(settings: Settings, db: Database, clock: Clock, parts: Parts) -> People:
    policies = Policies(db=db, store=PolicyStore(parts.keys), current_version=settings.policy_version, clock=clock)
    passwords = Passwords(
        db=db,
        users=parts.store,
        credentials=parts.credentials,
        sessions=parts.sessions,
        notices=parts.notices,
        clock=clock,
    )
    return People(
        access=UserAccess(
            db=db,
            store=parts.store,
            roles=parts.roles,
            sessions=parts.sessions,
            notices=parts.notices,
            seats_changed=parts.subscriptions.seats_changed,
            way_in=partial(check_way_in, parts.store),
        ),
        sign_ups=sign_ups(settings, db, clock, parts),
        practices=Practices(db=db, store=PracticeStore(parts.keys), workspaces=parts.workspaces),
        invitations=invitations(settings, db, clock, parts),
        acceptances=acceptances(db, clock, parts, policies),
        policies=policies,
        profiles=Profiles(db=db, users=parts.store, policies=policies),
        passwords=passwords,
        resets=resets(settings, db, clock, parts, passwords),
    )


def sign_ups(settings: Settings, db: Database, clock: Clock, parts: Parts) -> SignUps:
    return SignUps(
        db=db,
        store=SignUpStore(parts.keys),
        users=parts.users,
        user_store=parts.store,
        workspaces=parts.workspaces,
        subscriptions=parts.subscriptions,
        credentials=parts.credentials,
        openings=parts.openings,
        letters=parts.letters,
        rations=LetterRations(clock),
        public_url=settings.public_url,
        is_open=settings.sign_up == "open",
        clock=clock,
    )


def invitations(settings: Settings, db: Database, clock: Clock, parts: Parts) -> Invitations:
    return Invitations(
        db=db,
        store=InvitationStore(parts.keys),
        users=parts.store,
        roles=parts.roles,
        workspaces=parts.workspaces,
        letters=parts.letters,
        rations=LetterRations(clock),
        pages=parts.pages,
        public_url=settings.public_url,
        clock=clock,
    )


def acceptances(db: Database, clock: Clock, parts: Parts, policies: Policies) -> Acceptances:
    return Acceptances(
        db=db,
        store=InvitationStore(parts.keys),
        users=parts.users,
        user_store=parts.store,
        roles=parts.roles,
        credentials=parts.credentials,
        policies=policies,
        openings=parts.openings,
        clock=clock,
    )


def resets(settings: Settings, db: Database, clock: Clock, parts: Parts, passwords: Passwords) -> PasswordResets:
    return PasswordResets(
        db=db,
        passwords=passwords,
        users=parts.store,
        workspaces=parts.workspaces,
        credentials=parts.credentials,
        letters=parts.letters,
        rations=LetterRations(clock),
        public_url=settings.public_url,
        clock=clock,
    )
