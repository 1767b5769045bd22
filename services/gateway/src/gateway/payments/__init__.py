"""What the payment processor sends by itself."""
