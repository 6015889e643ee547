"""Bodies of requests and answers: limited before and after decompression, compressed for whoever can read it."""

import threading
import zlib
from collections.abc import Mapping

import zstandard
from fastapi import Request, Response

from sync.server.problems import MEDIA_TYPE, Malformed, Problem, TooLarge, UnknownEncoding, document

# Below this, compressing costs more than it saves.
_WORTH_IT = 1_000
_ZSTD_LEVEL = 1
_GZIP_LEVEL = 1
_GZIP = 31
# What a decompressor may be asked to remember, by a body that claims to need it.
_MAX_WINDOW = 8 << 20
# Compressors may not be shared between threads, and making one costs more than a small answer.
_own = threading.local()


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request as it came, up to ``most`` bytes.

    Raises:
        TooLarge: it has more.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > most:
        raise TooLarge(f"a body may have up to {most} bytes")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLarge(f"a body may have up to {most} bytes")
        parts.append(part)
    return b"".join(parts)


def decompressed(body: bytes, encoding: str, most: int) -> bytes:
    """Return what a body holds, up to ``most`` bytes.

    Raises:
        TooLarge: it has more; no more than that is ever unpacked.
        UnknownEncoding: neither zstd nor gzip.
        Malformed: it is not what it says.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding not in ("zstd", "gzip"):
        raise UnknownEncoding("zstd, gzip and identity are")
    try:
        content = _from_zstd(body, most) if encoding == "zstd" else _from_gzip(body, most)
    except (zstandard.ZstdError, zlib.error) as error:
        raise Malformed(f"the body is no {encoding}") from error
    if len(content) > most:
        raise TooLarge(f"a body may have up to {most} bytes after decompression")
    return content


def answer(body: bytes, accepted: str, media_type: str = "application/json") -> Response:
    """Return a response with a body, compressed if it is worth it and the client takes it."""
    headers: dict[str, str] = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
    encoding = chosen(accepted) if len(body) >= _WORTH_IT else ""
    if encoding:
        headers["Content-Encoding"] = encoding
        body = _to_zstd(body) if encoding == "zstd" else _to_gzip(body)
    return Response(body, headers=headers, media_type=media_type)


def problem_response(problem: Problem) -> Response:
    """Return the answer that tells a problem."""
    headers = {"Cache-Control": "no-store"} | problem.headers
    return Response(document(problem), problem.status, headers, MEDIA_TYPE)


def chosen(accepted: str) -> str:
    """Return the encoding to use for an ``Accept-Encoding`` header, empty for none."""
    wanted = _qualities(accepted)
    return next((name for name in ("zstd", "gzip") if wanted.get(name, 0) > 0), "")


def _qualities(accepted: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        quality = parameter.strip().removeprefix("q=")
        found[name.strip()] = float(quality) if quality.replace(".", "", 1).isdecimal() else 1.0
    return found


def _from_zstd(body: bytes, most: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(body) as reader:
        return reader.read(most + 1)


def _from_gzip(body: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    content = unpacking.decompress(body, most + 1)
    if len(content) <= most and (not unpacking.eof or unpacking.unused_data):
        raise Malformed("the body ends too early, or goes on after its end")
    return content


def _to_zstd(body: bytes) -> bytes:
    compressor: zstandard.ZstdCompressor | None = getattr(_own, "zstd", None)
    if compressor is None:
        compressor = _own.zstd = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
    return compressor.compress(body)


def _to_gzip(body: bytes) -> bytes:
    packing = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    return packing.compress(body) + packing.flush()
