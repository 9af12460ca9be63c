"""Answers to the gate's questions → a text that says them. Pure: who asks, and who writes a file, is elsewhere."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

from msgspec import Struct

from ire_gate.config.rules import nearest
from ire_gate.domain import Intent, Span
from ire_gate.errors import InputError
from ire_gate.result import Question

HEADING = "Clarified"


class Answer(Struct, frozen=True, kw_only=True):
    """What somebody said about words of an intent."""

    quote: str
    span: Span
    """Of the words, in the intent that they were asked about."""
    text: str


def answers_from(given: Mapping[str, str | None], questions: Sequence[Question], text: str) -> tuple[Answer, ...]:
    """Return the answers that a table gives.

    Args:
        given: By a question's id (``Q1``), its quote, or its code if no other question has it. ``a``, ``b``, … takes
            that reading, None or nothing leaves a question open, and anything else is the answer itself.
        questions: What was asked.
        text: The intent that they are about.

    Raises:
        InputError: A key names no question (the hint names the nearest), or more than one.
    """
    found = {}
    for key, said in given.items():
        question = _asked(key, questions)
        if said is not None and said.strip():
            found[question.id] = answer_to(question, said, text)
    return tuple(found[question.id] for question in questions if question.id in found)


def answer_to(question: Question, said: str, text: str) -> Answer:
    """Return the answer that somebody gave to one question: a reading's letter, or words of their own."""
    letters = dict(zip(string.ascii_lowercase, question.readings, strict=False))
    start = question.start if text.startswith(question.quote, question.start) else text.find(question.quote)
    return Answer(
        quote=question.quote,
        span=Span(start, start + len(question.quote)),
        text=" ".join(letters.get(said.strip().lower(), said).split()),
    )


def under_heading(intent: Intent, answers: Sequence[Answer], *, day: str, is_markdown: bool) -> str:
    """Return the intent's text with the answers below it; a heading of the same day is gone on with."""
    heading = f"## {HEADING} {day}\n\n" if is_markdown else f"{HEADING} {day}:\n"
    lines = [f"- “{' '.join(answer.quote.split())}” means: {_ended(answer.text)}" for answer in answers]
    text = intent.text.rstrip("\n")
    if f"\n{heading.rstrip()}\n" not in text:
        lines.insert(0, f"\n{heading.rstrip()}\n" if is_markdown else f"\n{heading.rstrip()}")
    return "\n".join([text, *lines])


def in_place(intent: Intent, answers: Sequence[Answer]) -> str:
    """Return the intent's text with each answer in parentheses right behind the words that it is about."""
    text = intent.text
    for answer in sorted(answers, key=lambda answer: answer.span, reverse=True):
        text = f"{text[: answer.span.end]} (that is: {answer.text.rstrip('.')}){text[answer.span.end :]}"
    return text


def _asked(key: str, questions: Sequence[Question]) -> Question:
    for names in ("id", "quote", "code"):
        meant = [question for question in questions if getattr(question, names).lower() == key.strip().lower()]
        if len(meant) == 1:
            return meant[0]
        if meant:
            ids = ", ".join(question.id for question in meant)
            raise InputError(f"{key!r} is what {ids} have in common", hint="answer each by its id")
    known = [name for question in questions for name in (question.id, question.quote, question.code)]
    close = nearest(key, known)
    hint = f"did you mean {close!r}?" if close else f"asked: {', '.join(q.id for q in questions) or 'nothing'}"
    raise InputError(f"no question is called {key!r}", hint=hint)


def _ended(text: str) -> str:
    return text if text[-1:] in ".!?" else f"{text}."
