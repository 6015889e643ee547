"""Anki: the sync server that comes in its wheel, and two collections.

``python anki_peer.py COUNT`` in an environment with ``anki``; prints seconds as JSON.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from anki.collection import AddNoteRequest, Collection
from records import Record, records

FIELDS = ("id", "start", "end", "project", "description")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(count: int) -> None:
    """Push a batch of notes by a normal sync, pull it, download the whole, and say how long each took."""
    folder, port = tempfile.mkdtemp(prefix="anki-"), _free_port()
    settings = {
        "SYNC_USER1": "u:p", "SYNC_BASE": f"{folder}/server", "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port),
        "RUST_LOG": "error", "MAX_SYNC_PAYLOAD_MEGS": "2000",
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"], env=os.environ | settings,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/health")
        print("\n" + json.dumps(_measure(f"http://127.0.0.1:{port}/", folder, count)))
    finally:
        server.terminate()
        server.wait()


def _measure(server: str, folder: str, count: int) -> dict[str, float]:
    ours, theirs, third = (Collection(f"{folder}/{name}.anki2") for name in "abc")
    _prepare(ours)
    tokens = [collection.sync_login("u", "p", server) for collection in (ours, theirs, third)]
    ours.add_notes([_note(ours, record) for record in records(1)])
    _whole(ours, tokens[0], upload=True)
    _whole(theirs, tokens[1], upload=False)
    ours.add_notes([_note(ours, record) for record in records(count)])
    started = time.perf_counter()
    ours.sync_collection(tokens[0], sync_media=False)
    pushed = time.perf_counter()
    theirs.sync_collection(tokens[1], sync_media=False)
    pulled = time.perf_counter()
    assert theirs.note_count() == count + 1
    _whole(third, tokens[2], upload=False)
    copied = time.perf_counter()
    assert third.note_count() == count + 1
    return {"push": pushed - started, "pull": pulled - pushed, "snapshot": copied - pulled}


def _prepare(collection: Collection) -> None:
    kind = collection.models.new("TimeEntry")
    for name in FIELDS:
        collection.models.add_field(kind, collection.models.new_field(name))
    template = collection.models.new_template("Card")
    template["qfmt"], template["afmt"] = "{{id}}", "{{description}}"
    collection.models.add_template(kind, template)
    collection.models.add(kind)


def _note(collection: Collection, record: Record) -> AddNoteRequest:
    note = collection.new_note(collection.models.by_name("TimeEntry"))
    note.fields[:] = [str(record[name]) for name in FIELDS]
    return AddNoteRequest(note=note, deck_id=1)


def _whole(collection: Collection, token: object, *, upload: bool) -> None:
    collection.sync_collection(token, sync_media=False)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=token, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)


def _wait(health: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(health).read()
        except OSError:
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]))
