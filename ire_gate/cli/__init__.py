"""The command line: one file a command. Only `ire_gate.__main__` turns errors into exit codes."""
