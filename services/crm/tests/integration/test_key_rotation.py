"""Rotation of the master key while contacts and imports are in use."""

from crm.app import UseCases, use_cases
from crm.contacts.masks import ALL_FIELDS
from crm.imports.model import Counts
from crm.patient_keys.service import KeyRotation
from crm.patient_keys.store import KeyStore
from kit.caller import Caller
from kit.db import Database
from phi_crypto import MasterKeys

from .conftest import DATA_KEY, INDEX_KEY, PAGE_KEY, Add, Plan, Upload

NEW_KEY = b"n" * 32


async def test_after_rotation_the_new_key_opens_everything_alone(
    crm: UseCases, caller: Caller, add: Add, upload: Upload, database: Database
) -> None:
    made = [await add(first_name=f"Ann{n}", email=f"a{n}@example.com") for n in range(5)]
    pending = await upload(b"First,Last\nBen,Lee\n")
    both = MasterKeys(NEW_KEY, [DATA_KEY])
    during = use_cases(database, both, INDEX_KEY, PAGE_KEY, Plan())
    assert await during.contacts.get(caller, made[0].contact_id, ALL_FIELDS) == made[0]

    rotation = KeyRotation(database, KeyStore(), both)
    assert await rotation.run(batch=2) >= 6
    assert await rotation.run() == 0

    after = use_cases(database, MasterKeys(NEW_KEY), INDEX_KEY, PAGE_KEY, Plan())
    for contact in made:
        assert await after.contacts.get(caller, contact.contact_id, ALL_FIELDS) == contact
    while await after.runner.work_next():
        continue
    assert (await after.imports.get(caller, pending.import_id)).counts == Counts(processed=1, created=1)

    # Other tests of this database go on with the old key.
    await KeyRotation(database, KeyStore(), MasterKeys(DATA_KEY, [NEW_KEY])).run()
