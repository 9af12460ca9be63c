"""Embedders: they say how near two stretches of text are, never whether they mean the same."""
