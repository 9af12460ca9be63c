"""Round trips and ledger rows for people and machines. Pure: reports return strings and touch nothing."""
