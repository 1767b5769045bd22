"""All wiring of crm: connections, keys, stores, use cases, what is served, what runs in the background."""

import asyncio
import os
from dataclasses import dataclass

from contactfollowup.crm.v1 import contacts_pb2, imports_pb2, properties_pb2
from crm.contacts.loading import ContactLoader
from crm.contacts.rpc import ContactServicer
from crm.contacts.sealing import Sealings
from crm.contacts.service import ContactService
from crm.contacts.store import ContactStore
from crm.imports.rpc import ContactImportServicer
from crm.imports.runner import ImportRunner
from crm.imports.service import ImportService
from crm.imports.store import ImportStore
from crm.limits.clients import IdentityEntitlements
from crm.limits.service import Entitlements
from crm.properties.rpc import PropertyServicer
from crm.properties.service import PropertyService
from crm.properties.store import PropertyStore
from crm.settings import Settings
from kit.client import Client
from kit.clock import Clock, SystemClock
from kit.db import Database
from kit.leader import lead
from kit.paging import Pages
from kit.read_recorder import ReadRecorder
from kit.run import background
from kit.server import Server
from kit.service import foundation, relay_outbox
from kit.settings import load
from phi_crypto import MasterKeys

CLOCK = SystemClock()


@dataclass(frozen=True)
class UseCases:
    """The service without its edges."""

    contacts: ContactService
    properties: PropertyService
    imports: ImportService
    runner: ImportRunner


def use_cases(
    database: Database,
    keys: MasterKeys,
    index_key: bytes,
    page_key: bytes,
    entitlements: Entitlements,
    *,
    region: str = "US",
    clock: Clock = CLOCK,
) -> UseCases:
    pages, arrived = Pages(page_key), asyncio.Event()
    contact_store, import_store = ContactStore(Sealings(keys, index_key)), ImportStore(keys)
    properties = PropertyService(database, PropertyStore(), contact_store, clock)
    loader = ContactLoader(contact_store, properties, clock)
    return UseCases(
        contacts=ContactService(database, contact_store, properties, pages, clock=clock, region=region),
        properties=properties,
        imports=ImportService(database, import_store, pages, clock, arrived),
        runner=ImportRunner(database, import_store, loader, entitlements, arrived, clock=clock, region=region),
    )


async def serve(stop: asyncio.Event) -> None:
    settings = load(Settings, os.environ)
    keys = MasterKeys(settings.data_key, settings.previous_data_keys)
    async with foundation(settings) as base:
        identity = Client("identity", settings.identity_address, settings.tls_dir)
        entitlements, region = IdentityEntitlements(identity), settings.default_region
        made = use_cases(base.database, keys, settings.index_key, settings.page_key, entitlements, region=region)
        recorder = ReadRecorder(base.database)
        server = Server("crm", settings, base.verifier, recorder)
        server.add(contacts_pb2.DESCRIPTOR.services_by_name["ContactService"], ContactServicer(made.contacts))
        server.add(properties_pb2.DESCRIPTOR.services_by_name["PropertyService"], PropertyServicer(made.properties))
        server.add(imports_pb2.DESCRIPTOR.services_by_name["ContactImportService"], ContactImportServicer(made.imports))
        work = (
            relay_outbox("crm", base, ["crm", "audit"]),
            lead(base.database, "crm.imports", lambda _: made.runner.run()),
        )
        async with background(*work):
            await server.serve(stop)
        await recorder.close()
        await identity.close()
