"""The tables of factors, of challenges, and of what passkeys are asked."""

import sqlalchemy as sa

metadata = sa.MetaData()
TIME = sa.DateTime(timezone=True)

totp_factors = sa.Table(
    "totp_factors",
    metadata,
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("factor_id", sa.Uuid, nullable=False),
    sa.Column("secret_enc", sa.Text, nullable=False),
    # The last time step that was accepted: none is accepted twice.
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("confirm_time", TIME),
    sa.Column("last_use_time", TIME),
)
passkeys = sa.Table(
    "passkeys",
    metadata,
    sa.Column("passkey_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("credential_id", sa.LargeBinary, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("display_name_enc", sa.Text, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("last_use_time", TIME),
    sa.UniqueConstraint("credential_id", name="passkeys_credential_id_key"),
)
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("use_time", TIME),
)
mfa_challenges = sa.Table(
    "mfa_challenges",
    metadata,
    sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("binding_hash", sa.LargeBinary, nullable=False),
    sa.Column("attempts_left", sa.Integer, nullable=False),
    # What was right before: without it, the challenge would open a session of another kind than it was begun for.
    sa.Column("first_proof", sa.Text, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("use_time", TIME),
)
# The workspace is not known yet when someone begins to sign in by passkey.
passkey_challenges = sa.Table(
    "passkey_challenges",
    metadata,
    sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("bound_to", sa.LargeBinary, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
)
