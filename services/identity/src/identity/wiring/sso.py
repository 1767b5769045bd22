"""Single sign-on."""

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
from identity.wiring.shared import Shared


def single_sign_on(shared: Shared) -> SsoUseCases:
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
        sign_ins=SsoSignIns(
            db=db,
            store=store,
            identities=identities,
            conversation=Conversation(fetcher, directory, settings.public_url + CALLBACK, clock),
            users=shared.user_store,
            people=shared.users,
            openings=shared.sessions.openings,
            entitled=shared.billing.subscriptions,
            notices=shared.notices,
            history=shared.sessions.history,
            clock=clock,
        ),
        links=SsoLinks(db, identities, shared.credentials),
        logouts=SsoLogouts(
            db=db, store=store, identities=identities, directory=directory, endings=endings, clock=clock
        ),
    )
