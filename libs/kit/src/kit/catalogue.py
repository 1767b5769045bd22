"""The catalogue: every permission, and every field a role may be kept from, read off the descriptors."""

import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from google.protobuf.descriptor import FileDescriptor, MethodDescriptor

import contactfollowup
from kit import contract
from kit.field_permissions import governed


@cache
def files() -> tuple[FileDescriptor, ...]:
    """The descriptors of every contract of the suite, by name."""
    modules = pkgutil.walk_packages(contactfollowup.__path__, "contactfollowup.")
    return tuple(import_module(name).DESCRIPTOR for name in sorted(m.name for m in modules) if name.endswith("_pb2"))


def rpcs() -> Iterator[MethodDescriptor]:
    """Every method of every service."""
    for file in files():
        for service in file.services_by_name.values():
            yield from service.methods


@cache
def permissions() -> Mapping[str, tuple[str, ...]]:
    """Each permission with the methods it opens, as `crm.v1.ContactService/GetContact`."""
    opened: dict[str, list[str]] = defaultdict(list)
    for rpc in rpcs():
        method = contract.method(rpc)
        if method.access.permission:
            opened[method.access.permission].append(method.path.removeprefix("/contactfollowup."))
    return {permission: tuple(sorted(opened[permission])) for permission in sorted(opened)}


@cache
def fields() -> Mapping[str, bool]:
    """Each field of a record that a role may be kept from, as `contact.phone`, and whether it is PHI."""
    found: dict[str, bool] = {}
    for file in files():
        for message in file.message_types_by_name.values():
            for path in governed(message):
                is_phi = contract.is_phi(message.fields_by_name[path.partition(".")[2]])
                found[path] = found.get(path, False) or is_phi
    return dict(sorted(found.items()))
