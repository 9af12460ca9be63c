"""The durable record of decisions, of the calls they took, and of what executions came to."""
