"""Bodies on their way: squeezed before they leave, and let out on arrival only up to what was agreed."""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from sync.client.failures import Nonsense

# Below this, squeezing costs more than it saves.
_WORTH_IT = 1_024
_CHUNK = 64 << 10
_GZIP = 16 + zlib.MAX_WBITS


class Inflater(Protocol):
    """Takes what arrives, gives what it means, piece by piece and never more than a piece at once."""

    def feed(self, squeezed: bytes) -> Iterator[bytes]:
        """Yield what this piece means."""

    def finish(self) -> None:
        """Nothing more arrives.

        Raises:
            Nonsense: something is missing.
        """


def accepted() -> str:
    """Return the encodings an answer may have."""
    return "zstd, gzip" if _zstd() else "gzip"


def squeeze(body: bytes, encoding: str) -> tuple[bytes, str]:
    """Return a body as it travels and its encoding, empty for a small one that is left as it is."""
    if len(body) < _WORTH_IT or not encoding:
        return body, ""
    if encoding == "zstd":
        import zstandard

        return zstandard.ZstdCompressor(level=1).compress(body), "zstd"
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush(), "gzip"


def best_encoding() -> str:
    """Return the encoding a request is sent in, until a server says that it does not know it."""
    return "zstd" if _zstd() else "gzip"


def inflate(pieces: Iterator[bytes], encoding: str, limit: int) -> bytes:
    """Read a whole body.

    Raises:
        Nonsense: it means (or is) more than ``limit`` bytes, is broken off, or in an encoding nobody asked for.
    """
    inflater = _inflater(encoding)
    whole, arrived = bytearray(), 0
    for piece in pieces:
        arrived += len(piece)
        for meant in inflater.feed(piece):
            whole += meant
            if len(whole) > limit or arrived > limit:
                raise Nonsense(f"an answer of more than {limit} bytes")
    inflater.finish()
    return bytes(whole)


def _inflater(encoding: str) -> Inflater:
    made: dict[str, Callable[[], Inflater]] = {"": _Plain, "identity": _Plain, "gzip": _Gzip}
    if _zstd():
        made["zstd"] = _Zstd
    if encoding not in made:
        raise Nonsense(f"an answer in the encoding {encoding[:40]!r}")
    return made[encoding]()


class _Plain:
    def feed(self, squeezed: bytes) -> Iterator[bytes]:
        yield squeezed

    def finish(self) -> None:
        return


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP)

    def feed(self, squeezed: bytes) -> Iterator[bytes]:
        try:
            rest = squeezed
            while rest and not self._stream.eof:
                yield self._stream.decompress(rest, _CHUNK)
                rest = self._stream.unconsumed_tail
        except zlib.error as error:
            raise Nonsense(f"a broken gzip body: {error}") from error

    def finish(self) -> None:
        if not self._stream.eof:
            raise Nonsense("a gzip body that ends in the middle")


class _Zstd:
    """Feeds small slices: one slice of a frame can mean at most so much, since zstd makes blocks of 128 KiB."""

    def __init__(self) -> None:
        import zstandard

        # A window larger than what the whole body may be is only there to use up memory.
        self._error = zstandard.ZstdError
        self._stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()

    def feed(self, squeezed: bytes) -> Iterator[bytes]:
        try:
            for at in range(0, len(squeezed), _ZSTD_SLICE):
                if self._stream.eof:
                    return
                yield self._stream.decompress(squeezed[at : at + _ZSTD_SLICE])
        except self._error as error:
            raise Nonsense(f"a broken zstd body: {error}") from error

    def finish(self) -> None:
        if not self._stream.eof:
            raise Nonsense("a zstd body that ends in the middle")


# An RLE block says 128 KiB with 4 bytes, so this slice can mean at most 8 MiB.
_ZSTD_SLICE = 256


def _zstd() -> bool:
    try:
        import zstandard
    except ImportError:
        return False
    return bool(zstandard)
