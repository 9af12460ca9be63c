from __future__ import annotations

from typing import Any

import pytest

from ire_gate import IntentBlocked
from tests.integrations.conftest import CLEAR, MUDDLED, blocks, execute


def test_the_page_blocks_and_passes() -> None:
    asked: list[str] = []
    page: dict[str, Any] = {"model": asked.append}
    execute(blocks("Any function")[0], page)
    with pytest.raises(IntentBlocked):
        page["execute"](MUDDLED)
    assert asked == []
    page["execute"](CLEAR)
    assert asked == [CLEAR]
