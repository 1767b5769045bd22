"""Every error of identity, beside those any service may give. None tells whether an address is known."""

from kit.errors import AlreadyExists, Forbidden, InvalidInput, NotFound, RuleBroken, TooMany, Unauthenticated


class InvalidCredentialsError(Unauthenticated):
    reason = "INVALID_CREDENTIALS"
    message = "Address and password do not fit together. Check both and try again."


class TooManyAttemptsError(TooMany):
    reason = "TOO_MANY_ATTEMPTS"
    message = "Too many wrong guesses. Wait as long as Retry-After says, or sign in on a device you used before."


class SessionEndedError(Unauthenticated):
    reason = "SESSION_ENDED"
    message = "The session was ended or has expired. Sign in again."


class SessionNotFoundError(NotFound):
    message = "You have no session in force by this id. List your sessions to see those you have."


class PasswordLengthError(InvalidInput):
    reason = "PASSWORD_LENGTH"
    message = "A password has 8 to 1024 characters. Choose one of that length."


class PasswordBreachedError(InvalidInput):
    reason = "PASSWORD_BREACHED"
    message = "Attackers try this password first. Choose another."


class EmailTakenError(AlreadyExists):
    reason = "EMAIL_TAKEN"
    message = "Someone signs in with this address already. Use another address."


class EmailOfProviderError(RuleBroken):
    reason = "EMAIL_OF_PROVIDER"
    message = "You sign in through an identity provider only, so your address is the one it knows. Change it there."


class WorkspaceNotFoundError(NotFound):
    message = "There is no workspace by this id. `python -m identity bootstrap` prints those there are."


class SignUpClosedError(Forbidden):
    reason = "SIGN_UP_CLOSED"
    message = "Nobody signs up here by themselves. Ask an administrator for an invitation."


class LinkExpiredError(RuleBroken):
    reason = "LINK_EXPIRED"
    message = "The link was used, was replaced by a newer one, or is too old. Ask for a new one."


class PolicyVersionOutdatedError(RuleBroken):
    reason = "POLICY_VERSION_OUTDATED"
    message = "The policies have another version by now. Read that one and agree to it."


class LastAdminError(RuleBroken):
    reason = "LAST_ADMIN"
    message = "Nobody else would be an administrator. Make someone else one first."


class InvitationPendingError(AlreadyExists):
    reason = "INVITATION_PENDING"
    message = "This address is invited already. Send that invitation again, or cancel it."


class InvitationClosedError(RuleBroken):
    reason = "INVITATION_CLOSED"
    message = "The invitation was accepted or cancelled. Invite anew."


class WrongPasswordError(InvalidInput):
    reason = "WRONG_PASSWORD"
    message = "The password is not right. Check it and try again."


class InvalidNpiError(InvalidInput):
    reason = "INVALID_NPI"
    message = "This is no National Provider Identifier: its last digit does not check the others. Correct it."


class TooManyLettersError(TooMany):
    reason = "TOO_MANY_LETTERS"
    message = "So many letters were asked for lately that no more go for now. Wait as long as Retry-After says."


class FieldFixedError(InvalidInput):
    reason = "FIELD_FIXED"
    message = "The mask names a field that cannot be changed here. Leave it out."


class BaaNotAcceptedError(InvalidInput):
    reason = "BAA_NOT_ACCEPTED"
    message = "The BAA has to be accepted to be signed. Read it, then send `accepted` as true."


class BaaVersionNotOfferedError(InvalidInput):
    reason = "BAA_VERSION_NOT_OFFERED"
    message = "This version of the BAA is not the one offered now. Read that one at /api/v1/agreements, then sign it."


class BaaAlreadySignedError(AlreadyExists):
    reason = "BAA_ALREADY_SIGNED"
    message = "This version of the BAA was signed for the practice already. A signature is not changed."


class BaaNotSignedError(RuleBroken):
    reason = "BAA_NOT_SIGNED"
    message = "PHI mode asks for a BAA in force. Sign it first, by POST /api/v1/agreements:signBaa."


class RoleNotFoundError(NotFound):
    message = "There is no role by this id. GET /api/v1/roles lists those there are."


class RoleNameTakenError(AlreadyExists):
    reason = "ROLE_NAME_TAKEN"
    message = "A role goes by this name. Choose another."


class RoleBuiltInError(RuleBroken):
    reason = "ROLE_BUILT_IN"
    message = "Every workspace has this role, and nobody changes it. Make a role of your own."


class RoleInUseError(RuleBroken):
    reason = "ROLE_IN_USE"
    message = "Somebody has this role, or is invited to it. Give them another first."


class PermissionEscalationError(Forbidden):
    reason = "PERMISSION_ESCALATION"
    message = "Nobody makes or gives a role that may do or see more than they may themselves."


class UnknownPermissionError(InvalidInput):
    reason = "UNKNOWN_PERMISSION"
    message = "There is no such permission. GET /api/v1/permissions lists those there are."


class UnknownFieldError(InvalidInput):
    reason = "UNKNOWN_FIELD"
    message = "There is no such field, or it is named twice. GET /api/v1/fields lists those there are."


class UnknownRoleError(InvalidInput):
    reason = "UNKNOWN_ROLE"
    message = "There is no role by this id. GET /api/v1/roles lists those there are."


class TooManyRolesError(RuleBroken):
    reason = "TOO_MANY_ROLES"
    message = "The workspace has as many roles of its own as it may have. Remove one that nobody has."


class TeamNotFoundError(NotFound):
    message = "There is no team by this id. GET /api/v1/teams lists those there are."


class TeamMemberNotFoundError(NotFound):
    message = "Nobody by this id is in the team."


class TeamNameTakenError(AlreadyExists):
    reason = "TEAM_NAME_TAKEN"
    message = "A team goes by this name. Choose another."


class TeamCycleError(RuleBroken):
    reason = "TEAM_CYCLE"
    message = "The team would stand below itself. Choose another team above."


class TeamTooDeepError(RuleBroken):
    reason = "TEAM_TOO_DEEP"
    message = "Teams would stand on more levels than there may be. Put the team higher."


class TeamHasTeamsError(RuleBroken):
    reason = "TEAM_HAS_TEAMS"
    message = "There are teams below this one. Remove or move them first."


class TeamViewTooLargeError(RuleBroken):
    reason = "TEAM_VIEW_TOO_LARGE"
    message = "Somebody would see the records of more people than teams may show. Split the team."


class UnknownTeamError(InvalidInput):
    reason = "UNKNOWN_TEAM"
    message = "There is no team by this id. GET /api/v1/teams lists those there are."


class TooManyTeamsError(RuleBroken):
    reason = "TOO_MANY_TEAMS"
    message = "The workspace has as many teams as it may have. Remove one."


class MfaRequiredError(Unauthenticated):
    """Metadata: `challengeId` and `kinds`."""

    reason = "MFA_REQUIRED"
    message = "Address and password are right. Answer the challenge at /api/v1/session/mfa with a code or a passkey."


class FactorRefusedError(Unauthenticated):
    reason = "FACTOR_REFUSED"
    message = "The code or passkey is wrong or was used before. Send the next one."


class ChallengeEndedError(Unauthenticated):
    reason = "CHALLENGE_ENDED"
    message = "The challenge is over: answered, expired, guessed at too often, or of another browser. Sign in again."


class ProofRefusedError(Forbidden):
    reason = "PROOF_REFUSED"
    message = "This does not prove that it is you. Send the right password, or the next code."


class ProofTooWeakError(Forbidden):
    reason = "PROOF_TOO_WEAK"
    message = "Your account has a second factor. Send a code or a passkey."


class TotpEnrolledError(AlreadyExists):
    reason = "TOTP_ENROLLED"
    message = "An authenticator app is enrolled already. Remove it first."


class TotpNotBegunError(RuleBroken):
    reason = "TOTP_NOT_BEGUN"
    message = "No enrolment of an authenticator app is under way, or it took too long. Begin again."


class PasskeyRefusedError(InvalidInput):
    reason = "PASSKEY_REFUSED"
    message = "The answer does not fit what was asked for, or came too late. Begin again."


class PasskeyEnrolledError(AlreadyExists):
    reason = "PASSKEY_ENROLLED"
    message = "This passkey is enrolled already. Use another authenticator."


class TooManyPasskeysError(RuleBroken):
    reason = "TOO_MANY_PASSKEYS"
    message = "The account has as many passkeys as it can have. Remove one first."


class NoFactorError(RuleBroken):
    reason = "NO_FACTOR"
    message = "The account has no second factor that this would be for. Enrol one first."


class FactorNotFoundError(NotFound):
    message = "You have no such factor. List your factors to see those you have."


class UserNotFoundError(NotFound):
    message = "There is nobody by this id. List the people of your workspace to see who there is."


class InvalidTokenError(Unauthenticated):
    reason = "INVALID_TOKEN"
    message = "The token does not work: it is unknown, has ended or was revoked. Use another token."


class ServiceAccountNotFoundError(NotFound):
    message = "There is no service account by this id. List the service accounts to see those there are."


class TokenNotFoundError(NotFound):
    message = "The service account has no token by this id. List its tokens to see those it has."


class TokenRotatedError(RuleBroken):
    reason = "TOKEN_ROTATED"
    message = "The token was followed by another already. Rotate that one."


class TokenEndedError(RuleBroken):
    reason = "TOKEN_ENDED"
    message = "The token has ended or was revoked. Make a new one."


class TooManyTokensError(RuleBroken):
    reason = "TOO_MANY_TOKENS"
    message = "The service account has fifty tokens that work. Revoke those that are not used."


class TokenLifetimeError(InvalidInput):
    reason = "TOKEN_LIFETIME"
    message = "A token ends later than now, and at most 366 days from now. Give a time in between."


class ScopeNotGrantedError(InvalidInput):
    reason = "SCOPE_NOT_GRANTED"
    message = "A scope is no permission of the service account's role. Leave it out, or change the role first."


class BreakGlassGrantNotFoundError(NotFound):
    message = "There is no such opening of the glass that you may touch. Check the id."


class BreakGlassOpenError(AlreadyExists):
    reason = "BREAK_GLASS_OPEN"
    message = "You opened the glass already. Use it, or end it first."


class OwnBreakGlassError(Forbidden):
    reason = "OWN_BREAK_GLASS"
    message = "Nobody reviews an opening of their own. Leave it to another security officer."


class BreakGlassReviewedError(RuleBroken):
    reason = "BREAK_GLASS_REVIEWED"
    message = "The opening was reviewed already. Read the review."


class PlanNotOfferedError(RuleBroken):
    reason = "PLAN_NOT_OFFERED"
    message = "This plan has no price in this deployment. Choose another."


class SubscriptionFollowsError(RuleBroken):
    reason = "SUBSCRIPTION_FOLLOWS"
    message = "A sandbox has what its deployment has. Change the subscription of the production workspace."


class PaymentMethodMissingError(RuleBroken):
    reason = "PAYMENT_METHOD_MISSING"
    message = "There is no card to charge. Enter one, and then try again."


class InvoicesOpenError(RuleBroken):
    reason = "INVOICES_OPEN"
    message = "Invoices are open that this card is to pay. Pay them first, or enter another card in its place."


class PaymentByTransferError(RuleBroken):
    reason = "PAYMENT_BY_TRANSFER"
    message = "This deployment is paid by transfer, against invoices. There is no card to enter."


class WebhookSignatureError(InvalidInput):
    reason = "WEBHOOK_SIGNATURE_INVALID"
    message = "The event is not signed by the payment processor, or was signed too long ago. It was not taken."


class InvoicePaidError(RuleBroken):
    reason = "INVOICE_PAID"
    message = "The invoice is paid already."


class InvoiceNotFoundError(NotFound):
    message = "There is no invoice by this id. List the invoices to see those there are."


class VendorNotFoundError(NotFound):
    message = "There is no vendor by this id, or nothing is recorded of it. List the vendors to see those there are."


class VendorExistsError(AlreadyExists):
    reason = "VENDOR_EXISTS"
    message = "A vendor of this code is in the list already. Change that one."


class VendorBaaDatesError(InvalidInput):
    reason = "VENDOR_BAA_DATES"
    message = "A signed BAA needs the date it takes effect, and cannot expire before that."


class VendorLimitError(RuleBroken):
    reason = "VENDOR_LIMIT"
    message = "A practice keeps at most 200 vendors of its own. Remove one first."


class SubprocessorNoticeError(RuleBroken):
    reason = "SUBPROCESSOR_NOTICE"
    message = "A subprocessor is announced at least 30 days before it is used. Choose a later date."


class SubprocessorExistsError(AlreadyExists):
    reason = "SUBPROCESSOR_EXISTS"
    message = "A subprocessor of this code is on the list already."


class SubprocessorNotFoundError(NotFound):
    message = "No subprocessor of this code is on the list. GET /api/v1/subprocessors shows those there are."
