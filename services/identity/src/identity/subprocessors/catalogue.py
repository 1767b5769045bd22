"""The subprocessors the product comes with. None has a BAA here until the operator records one."""

from identity.subprocessors.model import Subprocessor

US = "US"
HOSTING = "the region of the deployment"

BUILT_IN = {
    each.code: each
    for each in (
        Subprocessor("anthropic", "Anthropic", "AI models", US, touches_phi=True),
        Subprocessor("aws", "Amazon Web Services", "Hosting, storage, keys", HOSTING, touches_phi=True),
        Subprocessor("azure", "Microsoft Azure", "Hosting, storage, keys", HOSTING, touches_phi=True),
        Subprocessor("datadog", "Datadog", "Monitoring of the services", US, touches_phi=False),
        Subprocessor("postmark", "Postmark", "Delivery of e-mail", US, touches_phi=True),
        Subprocessor("sendgrid", "SendGrid", "Delivery of e-mail", US, touches_phi=True),
        Subprocessor("sentry", "Sentry", "Reports of errors and crashes", US, touches_phi=False),
        Subprocessor("stripe", "Stripe", "Payments", US, touches_phi=True),
        Subprocessor("twilio", "Twilio", "Texts and calls", US, touches_phi=True),
    )
}
