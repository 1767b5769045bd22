"""How people come in, and what they keep of themselves: sign-up, invitations, profiles, passwords."""

from dataclasses import dataclass
from functools import partial

from identity.email_changes.service import EmailChanges
from identity.email_changes.store import EmailChangeStore
from identity.invitations.acceptance import Acceptances
from identity.invitations.service import Invitations
from identity.invitations.store import InvitationStore
from identity.passwords import store as password_store
from identity.passwords.resets import PasswordResets
from identity.passwords.service import Passwords
from identity.policies.model import InForce
from identity.policies.service import Policies
from identity.policies.store import PolicyStore
from identity.practices.service import Practices
from identity.practices.store import PracticeStore
from identity.profiles.service import Profiles
from identity.service_accounts.issuing import Tokens
from identity.sessions.rationing import LetterRations
from identity.sign_ups.service import SignUps
from identity.sign_ups.store import SignUpStore
from identity.sso.service import check_way_in
from identity.users.access import UserAccess
from identity.wiring.shared import Shared


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
    email_changes: EmailChanges


def people(shared: Shared, tokens: Tokens) -> People:
    settings = shared.settings
    in_force = InForce(settings.policy_version, settings.terms_url, settings.privacy_url)
    policies = Policies(store=PolicyStore(shared.keys), in_force=in_force, clock=shared.clock)
    passwords = Passwords(
        db=shared.db,
        users=shared.user_store,
        credentials=shared.credentials,
        sessions=shared.sessions.sessions,
        notices=shared.notices,
        clock=shared.clock,
    )
    return People(
        access=UserAccess(
            db=shared.db,
            store=shared.user_store,
            roles=shared.roles,
            sessions=shared.sessions.sessions,
            tokens=tokens,
            notices=shared.notices,
            circular=shared.circulars.post,
            public_url=shared.settings.public_url,
            seats_changed=shared.billing.subscriptions.seats_changed,
            way_in=partial(check_way_in, shared.user_store),
        ),
        sign_ups=sign_ups(shared),
        practices=Practices(db=shared.db, store=PracticeStore(shared.keys), workspaces=shared.workspaces),
        invitations=invitations(shared),
        acceptances=acceptances(shared, policies),
        policies=policies,
        profiles=Profiles(db=shared.db, users=shared.user_store, policies=policies),
        passwords=passwords,
        resets=resets(shared, passwords),
        email_changes=email_changes(shared),
    )


def sign_ups(shared: Shared) -> SignUps:
    return SignUps(
        db=shared.db,
        store=SignUpStore(shared.keys),
        users=shared.users,
        user_store=shared.user_store,
        workspaces=shared.workspaces,
        subscriptions=shared.billing.subscriptions,
        credentials=shared.credentials,
        openings=shared.sessions.openings,
        letters=shared.letters,
        rations=LetterRations(shared.clock),
        public_url=shared.settings.public_url,
        is_open=shared.settings.sign_up == "open",
        clock=shared.clock,
    )


def invitations(shared: Shared) -> Invitations:
    return Invitations(
        db=shared.db,
        store=InvitationStore(shared.keys),
        users=shared.user_store,
        roles=shared.roles,
        workspaces=shared.workspaces,
        letters=shared.letters,
        rations=LetterRations(shared.clock),
        pages=shared.pages,
        public_url=shared.settings.public_url,
        clock=shared.clock,
    )


def acceptances(shared: Shared, policies: Policies) -> Acceptances:
    return Acceptances(
        db=shared.db,
        store=InvitationStore(shared.keys),
        users=shared.users,
        user_store=shared.user_store,
        roles=shared.roles,
        credentials=shared.credentials,
        policies=policies,
        openings=shared.sessions.openings,
        clock=shared.clock,
    )


def resets(shared: Shared, passwords: Passwords) -> PasswordResets:
    return PasswordResets(
        db=shared.db,
        passwords=passwords,
        users=shared.user_store,
        workspaces=shared.workspaces,
        credentials=shared.credentials,
        letters=shared.letters,
        rations=LetterRations(shared.clock),
        public_url=shared.settings.public_url,
        clock=shared.clock,
    )


def email_changes(shared: Shared) -> EmailChanges:
    return EmailChanges(
        db=shared.db,
        store=EmailChangeStore(shared.keys),
        users=shared.user_store,
        credentials=shared.credentials,
        sessions=shared.sessions.sessions,
        forget_resets=password_store.forget,
        letters=shared.letters,
        notices=shared.notices,
        rations=LetterRations(shared.clock),
        public_url=shared.settings.public_url,
        clock=shared.clock,
    )
