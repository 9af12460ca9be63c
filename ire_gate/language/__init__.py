"""English as tokens, sentences and clauses with spans: what facts, reading and comparison all stand on."""
