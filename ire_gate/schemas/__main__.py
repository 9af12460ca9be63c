"""``python -m ire_gate.schemas`` writes the published schemas anew."""

from __future__ import annotations

import sys

from ire_gate.schemas import write

if __name__ == "__main__":
    sys.stdout.writelines(f"{path}\n" for path in write())
