"""Alembic's entry: the tables of identity, beside those of the kit."""

from identity.agreements.store import baa_signatures
from identity.break_glass.store import break_glass_grants
from identity.credentials.store import credentials
from identity.email_changes.store import email_changes
from identity.factors.tables import metadata as factors
from identity.invitations.store import invitations
from identity.invoices.store import invoice_lines, invoices
from identity.mail.store import letters
from identity.passwords.store import password_resets
from identity.payments.store import payment_accounts, payment_events
from identity.policies.store import policy_acceptances
from identity.practices.store import practices
from identity.roles.store import roles
from identity.security_policies.store import security_policies
from identity.service_accounts.store import service_accounts
from identity.sessions.store import sessions
from identity.sign_in_history.store import metadata as sign_in_history
from identity.sign_ups.store import sign_ups
from identity.sso.tables import policies
from identity.sso_domains.store import domains
from identity.subprocessors.store import subprocessors
from identity.subscriptions.store import subscriptions
from identity.teams.store import members, teams
from identity.users.store import users
from identity.vendors.store import vendors
from identity.workspaces.store import data_keys, workspaces
from kit.migration import run

TABLES = (
    workspaces,
    data_keys,
    users,
    credentials,
    sessions,
    letters,
    subscriptions,
    invoices,
    invoice_lines,
    payment_accounts,
    payment_events,
    baa_signatures,
    roles,
    policies,
    domains,
    teams,
    members,
    security_policies,
    service_accounts,
    break_glass_grants,
    vendors,
    subprocessors,
    sign_ups,
    practices,
    invitations,
    policy_acceptances,
    password_resets,
    email_changes,
)

run(factors, sign_in_history, *(table.metadata for table in TABLES))
