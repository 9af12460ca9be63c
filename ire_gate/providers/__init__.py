"""Models behind an endpoint, or recordings of them: one request in, one completion out.

`registry` makes a provider from an engine's name; `asking` turns its text into a typed answer.
"""
