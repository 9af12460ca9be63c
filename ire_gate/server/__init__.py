"""The gate over HTTP, for agents in other languages and for one ledger behind many processes."""
