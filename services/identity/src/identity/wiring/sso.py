"""Single sign-on."""

from dataclasses import dataclass

from identity.sso.accounts import SsoAccounts
from identity.sso.conversation import Conversation
from identity.sso.discovery import Directory
from identity.sso.ending import Endings
from identity.sso.fetching import Fetcher
from identity.sso.home_realm import HomeRealms
from identity.sso.identities import Identities
from identity.sso.links import SsoLinks
from identity.sso.logout import SsoLogouts
from identity.sso.model import CALLBACK
from identity.sso.rpc import SsoUseCases
from identity.sso.service import SsoProviders
from identity.sso.sign_in import SsoSignIns
from identity.sso.store import ProviderStore
from identity.users.access import UserAccess
from identity.wiring.shared import Shared


@dataclass(frozen=True)
class Parts:
    store: ProviderStore
    identities: Identities
    fetcher: Fetcher
    directory: Directory


def single_sign_on(shared: Shared, access: UserAccess) -> SsoUseCases:
    settings, db, clock = shared.settings, shared.db, shared.clock
    store, identities = ProviderStore(shared.keys), Identities(shared.keys, settings.index_key)
    endings = Endings(clock)
    # Providers on this machine are for development: in production nothing of our own network is ever called.
    fetcher = Fetcher(loopback=settings.environment == "development")
    directory = Directory(fetcher, clock)
    return SsoUseCases(
        home_realms=HomeRealms(db, shared.billing.subscriptions),
        providers=SsoProviders(
            db=db,
            store=store,
            identities=identities,
            users=shared.user_store,
            roles=shared.roles,
            fetcher=fetcher,
            endings=endings,
            clock=clock,
        ),
        sign_ins=sign_ins(shared, access, Parts(store, identities, fetcher, directory)),
        links=SsoLinks(db, identities, shared.credentials),
        logouts=SsoLogouts(
            db=db, store=store, identities=identities, directory=directory, endings=endings, clock=clock
        ),
    )


def sign_ins(shared: Shared, access: UserAccess, parts: Parts) -> SsoSignIns:
    callback = shared.settings.public_url + CALLBACK
    return SsoSignIns(
        db=shared.db,
        store=parts.store,
        identities=parts.identities,
        conversation=Conversation(parts.fetcher, parts.directory, callback, shared.clock),
        users=shared.user_store,
        accounts=SsoAccounts(
            identities=parts.identities,
            users=shared.user_store,
            people=shared.users,
            access=access,
            clock=shared.clock,
        ),
        second_factors=shared.sessions.second_factors,
        openings=shared.sessions.openings,
        entitled=shared.billing.subscriptions,
        notices=shared.notices,
        history=shared.sessions.history,
        clock=shared.clock,
    )
