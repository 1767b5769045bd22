"""The commands that are derived, by noun."""

from cfu.command import arguments, derived
from cfu.command.derived import Derived
from cfu.operations import operations

NOUNS = {
    "users": "Who works in the workspace.",
    "invitations": "Who is asked to join.",
    "roles": "What people may do, see and change.",
    "teams": "Who works with whom, and sees whose records.",
    "sessions": "Where you are signed in.",
    "me": "Your own profile.",
    "practice": "The practice itself.",
    "security-policy": "What everybody's sign-in has to have.",
    "sso": "Single sign-on.",
    "sso providers": "The identity providers people sign in through.",
    "sso domains": "Domains of addresses that are the workspace's own.",
    "sso policy": "Who has to sign in through one.",
    "sso links": "The identities you can sign in with.",
    "agreements": "The BAA, and whether PHI is taken in.",
    "agreements vendors": "Who else may get PHI.",
    "subprocessors": "Who works for the operator.",
    "subscription": "Plan, seats and what they cost.",
    "invoices": "What was billed.",
    "break-glass": "See everything for an hour, in an emergency.",
    "service-accounts": "Look after the machines that work in the workspace.",
    "call": "Any other operation of the API, by its name.",
}

COMMANDS = (
    Derived("users list", "listUsers"),
    Derived("users show", "getUser"),
    Derived("users invite", "createInvitation", ("email",)),
    Derived("users set-role", "updateUser", ("role",)),
    Derived("users disable", "disableUser"),
    Derived("users enable", "enableUser"),
    Derived("users reset-mfa", "resetMfa"),
    Derived("invitations list", "listInvitations"),
    Derived("invitations resend", "resendInvitation"),
    Derived("invitations cancel", "deleteInvitation"),
    Derived("roles list", "listRoles"),
    Derived("roles show", "getRole"),
    Derived("roles create", "createRole", ("name",)),
    Derived("roles update", "updateRole"),
    Derived("roles delete", "deleteRole"),
    Derived("roles permissions", "listPermissions"),
    Derived("roles fields", "listFields"),
    Derived("teams list", "listTeams"),
    Derived("teams show", "getTeam"),
    Derived("teams create", "createTeam", ("name",)),
    Derived("teams rename", "updateTeam", ("name",), ()),
    Derived("teams move", "updateTeam", ("parentId",), ()),
    Derived("teams delete", "deleteTeam"),
    Derived("teams members", "listTeamMembers"),
    Derived("teams add-member", "addTeamMember", ("userId",)),
    Derived("teams remove-member", "removeTeamMember"),
    Derived("sessions list", "listSessions"),
    Derived("sessions end", "revokeSession"),
    Derived("me show", "getMe"),
    Derived("me update", "updateMe"),
    Derived("me password", "changePassword"),
    Derived("mfa list", "listFactors"),
    Derived("mfa remove", "deleteTotp"),
    Derived("mfa remove-passkey", "deletePasskey"),
    Derived("mfa recovery-codes", "regenerateRecoveryCodes"),
    Derived("practice show", "getPractice"),
    Derived("practice update", "updatePractice"),
    Derived("security-policy show", "getSecurityPolicy"),
    Derived("security-policy set", "updateSecurityPolicy"),
    Derived("sso providers list", "listSsoProviders"),
    Derived("sso providers show", "getSsoProvider"),
    Derived("sso providers create", "createSsoProvider", ("kind", "displayName")),
    Derived("sso providers update", "updateSsoProvider"),
    Derived("sso providers delete", "deleteSsoProvider"),
    Derived("sso domains list", "listSsoDomains"),
    Derived("sso domains add", "createSsoDomain", ("domain",)),
    Derived("sso domains verify", "verifySsoDomain"),
    Derived("sso domains remove", "deleteSsoDomain"),
    Derived("sso policy show", "getSsoPolicy"),
    Derived("sso policy set", "updateSsoPolicy"),
    Derived("sso links list", "listSsoLinks"),
    Derived("sso links delete", "deleteSsoLink"),
    Derived("agreements show", "getAgreements"),
    Derived("agreements document", "getAgreementDocument"),
    Derived("agreements sign-baa", "signBaa"),
    Derived("agreements phi-mode", "setPhiMode", ("enabled",)),
    Derived("agreements vendors list", "listVendors"),
    Derived("agreements vendors show", "getVendor"),
    Derived("agreements vendors create", "createVendor", ("code", "name")),
    Derived("agreements vendors update", "updateVendor"),
    Derived("agreements vendors delete", "deleteVendor"),
    Derived("subprocessors list", "listSubprocessors"),
    Derived("subscription show", "getSubscription"),
    Derived("subscription preview", "previewSubscription"),
    Derived("subscription change", "changeSubscription"),
    Derived("subscription entitlements", "getEntitlements"),
    Derived("subscription payment-method", "setupPaymentMethod"),
    Derived("invoices list", "listInvoices"),
    Derived("invoices show", "getInvoice"),
    Derived("break-glass open", "createBreakGlassGrant", ("reason",)),
    Derived("break-glass list", "listBreakGlassGrants"),
    Derived("break-glass end", "endBreakGlassGrant"),
    Derived("break-glass review", "reviewBreakGlassGrant", ("outcome", "note")),
    Derived("service-accounts list", "listServiceAccounts"),
    Derived("service-accounts show", "getServiceAccount"),
    Derived("service-accounts create", "createServiceAccount", ("name",)),
    Derived("service-accounts update", "updateServiceAccount"),
    Derived("service-accounts delete", "deleteServiceAccount"),
)


def add(parsers: arguments.Parsers) -> None:
    for name, description in NOUNS.items():
        parsers.noun(name, description)
    for command in (*COMMANDS, *unnamed()):
        derived.add(parsers, command)


def unnamed() -> list[Derived]:
    """What has no words of its own yet, or more to it than one call."""
    named = {command.operation for command in COMMANDS}
    return [Derived(f"call {name}", name) for name in operations() if name not in named]
