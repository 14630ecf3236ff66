"""In: digests as e-mails, settings and secrets.
Out: deliveries by SMTP, through services and as releases, each once. Uses the network and the ledger's file."""
