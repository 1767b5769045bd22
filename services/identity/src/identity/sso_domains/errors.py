"""What can fail when a domain is claimed and proved."""

from kit.errors import AlreadyExists, RuleBroken, Unavailable


class SsoDomainNotProvedError(RuleBroken):
    reason = "SSO_DOMAIN_NOT_PROVED"
    message = "No TXT record of the domain holds the value of the claim. A new record may take an hour to be seen."


class SsoDomainTakenError(AlreadyExists):
    reason = "SSO_DOMAIN_TAKEN"
    message = "Another workspace has proved this domain. It has to remove it first."


class SsoTooManyDomainsError(RuleBroken):
    reason = "SSO_TOO_MANY_DOMAINS"
    message = "A workspace has at most 50 domains. Remove one first."


class DnsUnavailableError(Unavailable):
    reason = "DNS_UNAVAILABLE"
    message = "The domain name system does not answer. Try again in a moment."
