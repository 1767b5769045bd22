"""The tables of single sign-on. Secrets of the browser and of providers are hashes or sealed; so is who someone is."""

import sqlalchemy as sa

metadata = sa.MetaData()
TIME = sa.DateTime(timezone=True)
TEXTS = sa.ARRAY(sa.Text)

providers = sa.Table(
    "sso_providers",
    metadata,
    sa.Column("provider_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("client_id", sa.Text, nullable=False),
    sa.Column("client_secret_enc", sa.Text, nullable=False),
    sa.Column("tenant_ids", TEXTS, nullable=False),
    sa.Column("allowed_domains", TEXTS, nullable=False),
    sa.Column("just_in_time", sa.Boolean, nullable=False),
    sa.Column("default_role", sa.Text, nullable=False),
    sa.Column("role_claim", sa.Text, nullable=False),
    sa.Column("rule_values", TEXTS, nullable=False),
    sa.Column("rule_roles", TEXTS, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("assurance", sa.Text, nullable=False),
    sa.Column("acr_values", TEXTS, nullable=False),
    sa.Column("follow_roles", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("update_time", TIME, nullable=False),
)
policies = sa.Table(
    "sso_policies",
    metadata,
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("sso_required", sa.Boolean, nullable=False),
    sa.Column("break_glass_user_ids", sa.ARRAY(sa.Uuid), nullable=False),
)
attempts = sa.Table(
    "sso_attempts",
    metadata,
    sa.Column("state_hash", sa.LargeBinary, primary_key=True),
    sa.Column("browser_hash", sa.LargeBinary, nullable=False),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("provider_id", sa.Uuid, nullable=False),
    sa.Column("return_to", sa.Text, nullable=False),
    sa.Column("user_id", sa.Uuid),
    sa.Column("session_id", sa.Uuid),
    sa.Column("fresh", sa.Boolean, nullable=False),
    sa.Column("step_up", sa.Boolean, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("use_time", TIME),
)
links = sa.Table(
    "sso_links",
    metadata,
    sa.Column("link_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
    sa.Column("email_enc", sa.Text, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("last_sign_in_time", TIME),
    sa.Column("provisioned", sa.Boolean, nullable=False),
)
# Which provider a session came through, and what the provider calls it.
sso_sessions = sa.Table(
    "sso_sessions",
    metadata,
    sa.Column("session_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("provider_id", sa.Uuid, nullable=False),
    sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
    sa.Column("provider_session_hash", sa.LargeBinary),
)
# What a provider proved of somebody whose own second factor is still to be given.
first_proofs = sa.Table(
    "sso_first_proofs",
    metadata,
    sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("provider_id", sa.Uuid, nullable=False),
    sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
    sa.Column("provider_session_hash", sa.LargeBinary),
    sa.Column("expire_time", TIME, nullable=False),
)
logout_tokens = sa.Table(
    "sso_logout_tokens",
    metadata,
    sa.Column("provider_id", sa.Uuid, primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
)
TABLES = (providers, policies, attempts, links, sso_sessions, first_proofs, logout_tokens)
LINK_UNIQUE = "sso_links_identity_key"
