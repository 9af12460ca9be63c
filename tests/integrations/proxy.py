"""Run by the Python of LiteLLM's environment: what the guardrail does without a proxy around it, told as JSON."""

import asyncio
import json
import sys
from typing import Any

from fastapi import HTTPException

from ire_gate.errors import IreGateError
from ire_gate.integrations.litellm import IreGate


def made(**params: Any) -> IreGate:
    return IreGate(guardrail_name="ire-gate", default_on=True, **{"event_hook": "pre_call", **params})


def happened(guardrail: IreGate, data: dict[str, Any], call_type: str) -> Any:
    try:
        asyncio.run(guardrail.async_pre_call_hook(None, None, data, call_type))
    except HTTPException as answer:
        return [answer.status_code, answer.detail["ire_gate"]["because"]]
    except IreGateError as error:
        return type(error).__name__
    return "through"


def refused(mode: str) -> bool:
    try:
        made(event_hook=mode)
    except ValueError:
        return True
    return False


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    local, remote = made(), made(api_base=asked["url"], api_key="s3cret")
    told = {
        "requests": [happened(local, data, call_type) for data, call_type in asked["requests"]],
        "remote": [
            happened(remote, {"messages": [{"role": "user", "content": text}]}, "acompletion")
            for text in asked["remote"]
        ],
        "refused": [refused(mode) for mode in asked["modes"]],
    }
    sys.stdout.write("\n" + json.dumps(told))
