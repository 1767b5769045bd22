"""Alembic's entry: the tables of crm, beside those of the kit."""

from crm.contacts import tables
from crm.imports import statements
from crm.properties import store
from kit.migration import run

run(tables.metadata, statements.metadata, store.metadata)
