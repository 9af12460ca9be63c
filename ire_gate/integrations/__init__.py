"""The gate inside other people's frameworks: one module a host, each imported by whoever uses that host.

Nothing here is imported by the rest of the package, and no host is a dependency of it.
"""
