"""The subprocessors the product comes with. None has a BAA here until the operator records one.

Where one processes data is for its contract to say: only of those that host is it known here.
"""

from identity.subprocessors.model import Subprocessor

HOSTING = "the region of the deployment"

BUILT_IN = {
    each.code: each
    for each in (
        Subprocessor("anthropic", "Anthropic", "AI models", "", touches_phi=True),
        Subprocessor("aws", "Amazon Web Services", "Hosting, storage, keys", HOSTING, touches_phi=True),
        Subprocessor("azure", "Microsoft Azure", "Hosting, storage, keys", HOSTING, touches_phi=True),
        Subprocessor("datadog", "Datadog", "Monitoring of the services", "", touches_phi=False),
        Subprocessor("postmark", "Postmark", "Delivery of e-mail", "", touches_phi=True),
        Subprocessor("sendgrid", "SendGrid", "Delivery of e-mail", "", touches_phi=True),
        Subprocessor("sentry", "Sentry", "Reports of errors and crashes", "", touches_phi=False),
        Subprocessor("stripe", "Stripe", "Payments", "", touches_phi=True),
        Subprocessor("twilio", "Twilio", "Texts and calls", "", touches_phi=True),
    )
}
