"""Many threads may read the first answers of a process at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIRST_USE = """
import sys, threading
from ire_gate.domain import Adjudication, BackTranslation
from ire_gate.providers import anthropic, faults, openai, structured
from ire_gate.specify import Specification

requirement = (
    '{"id": "R1", "modality": "must", "actor": null, "action": "set", "target": null, "quantifier": null, '
    '"origin": null, "destination": null, "values": [{"name": "n", "comparator": "=", "value": "5", "unit": null}], '
    '"conditions": [{"kind": "if", "text": "t"}], "exceptions": [], "timing": null, "after": [], "details": []}'
)
gap = (
    '{"kind": "scope", "basis": "wording", "quote": "q", "question": "?", "readings": ["a", "b"], "chosen": 0, '
    '"probability": 0.5}'
)
specification = f'{{"gaps": [%s], "goal": "g", "requirements": [%s], "definitions": [], "context": []}}' % (
    gap, requirement
)
difference = '{"kind": "lost", "family": "other", "quote_intent": "a", "quote_back": "b", "explanation": "c"}'
message = b'{"type": "message", "content": [{"type": "output_text", "text": "{}"}]}'
usage = b'{"input_tokens": 1, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 1}'
chat_usage = b'{"prompt_tokens": 1, "prompt_tokens_details": {"cached_tokens": 0}, "completion_tokens": 1}'
reads = [
    lambda: structured.decode(Specification, specification),
    lambda: structured.decode(Adjudication, '{"differences": [%s], "same": true}' % difference),
    lambda: structured.decode(BackTranslation, '{"text": "t"}'),
    lambda: openai.ResponsesWire().read(b'{"output": [%s], "usage": %s}' % (message, usage)),
    lambda: openai.ChatWire().read(
        b'{"choices": [{"message": {"content": [{"type": "text", "text": "t"}]}}], "usage": %s}' % chat_usage
    ),
    lambda: anthropic.MessagesWire().read(b'{"content": [{"type": "text", "text": "t"}], "usage": %s}' % usage),
    lambda: faults.told_by(b'{"error": {"message": "m"}}'),
]
sys.setswitchinterval(1e-6)
ready, read = threading.Barrier(16), []

def work():
    ready.wait()
    for one in reads:
        one()
        read.append(one)

threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(read))
"""


@pytest.mark.parametrize("attempt", range(8))
def test_sixteen_threads_may_read_their_first_answers_at_once(attempt: int) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", FIRST_USE], check=False, capture_output=True, timeout=60
    )

    assert (attempt, done.returncode, done.stdout.strip()) == (attempt, 0, b"112"), done.stderr.decode()[-2000:]
