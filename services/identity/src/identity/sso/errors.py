"""What can fail in single sign-on: told to someone who has begun, and never by address."""

from kit.errors import AlreadyExists, Forbidden, InvalidInput, RuleBroken, Unauthenticated, Unavailable


class SsoAttemptInvalidError(Unauthenticated):
    reason = "SSO_ATTEMPT_INVALID"
    message = "The sign-in was not begun in this browser, was finished before, or took over ten minutes. Begin again."


class SsoProviderRefusedError(Unauthenticated):
    reason = "SSO_PROVIDER_REFUSED"
    message = "The identity provider refused. Begin again, or ask your administrator."


class SsoTokenInvalidError(Unauthenticated):
    """metadata names the `check` that failed."""

    reason = "SSO_TOKEN_INVALID"
    message = "What the identity provider sent does not prove who you are. Begin again, or ask your administrator."


class SsoProviderUnavailableError(Unavailable):
    reason = "SSO_PROVIDER_UNAVAILABLE"
    message = "The identity provider cannot be reached, or does not answer as it has to. Try again in a moment."


class SsoNoAccountError(Forbidden):
    reason = "SSO_NO_ACCOUNT"
    message = "The identity provider knows you, and this workspace does not. Ask your administrator to invite you."


class SsoDomainUnverifiedError(Forbidden):
    reason = "SSO_DOMAIN_UNVERIFIED"
    message = "This workspace has not proved your domain, so no account is made. Ask your administrator to invite you."


class SsoEmailInUseError(AlreadyExists):
    reason = "SSO_EMAIL_IN_USE"
    message = "The address belongs to an account that this identity is not linked to. Sign in to it, then link."


class SsoDomainNotAllowedError(Forbidden):
    reason = "SSO_DOMAIN_NOT_ALLOWED"
    message = "This workspace does not take people of your tenant or domain. Ask your administrator."


class SsoEmailUnverifiedError(Forbidden):
    reason = "SSO_EMAIL_UNVERIFIED"
    message = "The identity provider does not vouch for your address, so no account is made. Verify it there."


class SsoAccountDisabledError(Forbidden):
    reason = "SSO_ACCOUNT_DISABLED"
    message = "Your account is disabled. Ask your administrator."


class SsoRequiredError(Forbidden):
    """metadata names `providerIds`, comma separated."""

    reason = "SSO_REQUIRED"
    message = "This workspace signs in through its identity provider: begin at /api/v1/sso/{provider_id}/start."


class SsoLinkTakenError(AlreadyExists):
    reason = "SSO_LINK_TAKEN"
    message = "The identity is linked to another account already. Remove it there first."


class SsoLinkSessionError(Unauthenticated):
    reason = "SSO_LINK_SESSION"
    message = "It is finished in the session that began it, while that lasts. Sign in and begin again."


class SsoLastLinkError(RuleBroken):
    reason = "SSO_LAST_LINK"
    message = "No other way to sign in would be left. Set a password first."


class SsoPolicyLockoutError(RuleBroken):
    reason = "SSO_POLICY_LOCKOUT"
    message = "It would lock everyone out. Enable a provider, and name an active administrator who need not use it."


class SsoIssuerInvalidError(InvalidInput):
    reason = "SSO_ISSUER_INVALID"
    message = (
        "This issuer cannot be called. Give an https address without query or fragment, as the provider spells it."
    )


class SsoLogoutTokenInvalidError(InvalidInput):
    """metadata names the `check` that failed."""

    reason = "SSO_LOGOUT_TOKEN_INVALID"
    message = "The logout token does not prove anything. Check the client and the keys it was made with."


class SsoTooManyProvidersError(RuleBroken):
    reason = "SSO_TOO_MANY_PROVIDERS"
    message = "A workspace has at most 20 identity providers. Remove one first."


class SsoNotProvedAnewError(Unauthenticated):
    reason = "SSO_NOT_PROVED_ANEW"
    message = "The identity provider does not say that you proved anew who you are. Begin again there."


class SsoRoleMissingError(Forbidden):
    reason = "SSO_ROLE_MISSING"
    message = "Your groups at the identity provider give you no role here. Ask your administrator."


class SsoStepUpUnavailableError(RuleBroken):
    reason = "SSO_STEP_UP_UNAVAILABLE"
    message = "The session came through no identity provider in use. Give a password, a code or a passkey."


class SsoOtherPersonError(Forbidden):
    reason = "SSO_OTHER_PERSON"
    message = "The identity provider vouches for somebody else. Choose the account you signed in with."
