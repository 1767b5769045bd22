"""Single sign-on, put together."""

from dataclasses import dataclass

from identity.credentials.service import Credentials
from identity.mail.notices import SecurityNotices
from identity.ports import Entitled
from identity.roles.service import Roles
from identity.sessions.opening import Openings
from identity.settings import Settings
from identity.sso.conversation import Conversation
from identity.sso.discovery import Directory
from identity.sso.ending import Endings
from identity.sso.fetching import Fetcher
from identity.sso.identities import Identities
from identity.sso.links import SsoLinks
from identity.sso.logout import SsoLogouts
from identity.sso.model import CALLBACK
from identity.sso.rpc import SsoUseCases
from identity.sso.service import SsoProviders
from identity.sso.sign_in import SsoSignIns
from identity.sso.store import ProviderStore
from identity.users.service import Users
from identity.users.store import UserStore
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import Database


@dataclass(frozen=True)
class Parts:
    """What single sign-on uses of the rest of identity."""

    keys: WorkspaceKeys
    users: UserStore
    people: Users
    credentials: Credentials
    openings: Openings
    roles: Roles
    entitled: Entitled
    notices: SecurityNotices


def single_sign_on(settings: Settings, db: Database, clock: Clock, parts: Parts) -> SsoUseCases:
    store, identities = ProviderStore(parts.keys), Identities(parts.keys, settings.index_key)
    endings = Endings(clock)
    # Providers on this machine are for development: in production nothing of our own network is ever called.
    fetcher = Fetcher(loopback=settings.environment == "development")
    directory = Directory(fetcher, clock)
    return SsoUseCases(
        providers=SsoProviders(
            db=db,
            store=store,
            identities=identities,
            users=parts.users,
            roles=parts.roles,
            fetcher=fetcher,
            endings=endings,
            clock=clock,
        ),
        sign_ins=SsoSignIns(
            db=db,
            store=store,
            identities=identities,
            conversation=Conversation(fetcher, directory, settings.public_url + CALLBACK, clock),
            users=parts.users,
            people=parts.people,
            openings=parts.openings,
            entitled=parts.entitled,
            notices=parts.notices,
            clock=clock,
        ),
        links=SsoLinks(db, identities, parts.credentials),
        logouts=SsoLogouts(
            db=db, store=store, identities=identities, directory=directory, endings=endings, clock=clock
        ),
    )
