"""A sentence-transformers model as embedder; slow to load, so that it is loaded when the first text comes."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ire_gate.errors import ConfigError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_HUB_TIMEOUT = 10.0
"""Seconds until the hub counts as out of reach; without this first question its client retries for over a minute."""


class SentenceEmbedder:
    """Vectors of a sentence-transformers model on the CPU; may be shared by threads.

    The model cuts a text at its own limit (256 word pieces for all-MiniLM-L6-v2).

    Args:
        model: A folder, or a name on the hub. One that was downloaded before is used without asking the network.

    Raises:
        ConfigError: The package sentence-transformers is missing.
    """

    def __init__(self, model: str) -> None:
        self._id = model
        self._lock = threading.Lock()
        self.name = f"sentence-transformers:{Path(model).name}"
        if importlib.util.find_spec("sentence_transformers") is None:
            raise ConfigError(
                f"embedder {model!r}: the package sentence-transformers is not installed",
                hint='pip install "ire-gate[semantic]", or set embedder to "static" or "none"',
            )

    def similarities(self, ours: Sequence[str], theirs: Sequence[str]) -> list[list[float]]:
        """Return the cosine of each text of ours (rows) with each text of theirs (columns), -1…1, six decimals.

        A blank text has 0 with every text but another blank one.

        Raises:
            ConfigError: The model is not to be found or cannot be loaded.
        """
        ours, theirs = [text.strip() for text in ours], [text.strip() for text in theirs]
        if not (ours and theirs):
            return [[] for _ in ours]
        texts = list(dict.fromkeys([*ours, *theirs]))
        with self._lock:
            found = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        vectors = dict(zip(texts, found.astype("float64"), strict=True))
        vectors[""] = found[0] * 0.0  # a model gives a direction to nothing, too
        return [
            [1.0 if one == other else round(float(vectors[one] @ vectors[other]), 6) + 0.0 for other in theirs]
            for one in ours
        ]

    @functools.cached_property
    def _model(self) -> SentenceTransformer:
        try:
            with _silence():
                return self._load()
        except Exception as problem:  # the libraries beneath raise whatever they like
            raise ConfigError(
                f"embedder {self._id!r} cannot be loaded: {problem}",
                hint='give a sentence-transformers model by folder or hub name, or set embedder to "static" or "none"',
            ) from problem

    def _load(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self._id, device="cpu", local_files_only=True)
        except OSError:
            if Path(self._id).exists():
                raise
        from huggingface_hub import model_info

        model_info(self._id if "/" in self._id else f"sentence-transformers/{self._id}", timeout=_HUB_TIMEOUT)
        return SentenceTransformer(self._id, device="cpu")


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the libraries' notices and bars off the terminal while a model loads; leave them as they were."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging: Any = importlib.import_module("transformers.utils.logging")  # its functions are not typed
        verbosity, has_bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        try:
            yield
        finally:
            logging.set_verbosity(verbosity)
            if has_bars:
                logging.enable_progress_bar()
