"""Watson's frames and its running frame (JSON), and the list of objects a successor writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from app.exchange.json_text import instant, load, stamp, text, texts
from app.exchange.records import Reading, Record, UnreadableFile, records_of

if TYPE_CHECKING:
    from app.exchange.records import Format
    from app.exchange.source import Source

_FRAMES = re.compile(r"\s*\[\s*\[\s*-?\d+(\.\d+)?\s*,")
_OBJECTS = re.compile(r'\s*\[\s*\{[^{}]*"begin_at"')
_STATE = re.compile(r'\s*\{[^{}]*"project"[^{}]*\}\s*')
_FEWEST_CELLS = 4


class Watson:
    """Frames: ``[start, stop, project, id, [tags], updated_at]`` in Unix seconds; old ones end before the last."""

    name = "watson"
    title = "Watson"

    def recognises(self, source: Source) -> int:
        """A list that begins with a list of a number, or one object with a project and a start."""
        start = source.start
        if _FRAMES.match(start) or _OBJECTS.match(start):
            return 95
        return 80 if _STATE.fullmatch(start) and '"start"' in start else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - instants have no order
        """Understand frames or a state."""
        content = load(source, self.title)
        frames = [content] if isinstance(content, dict) else content
        if not isinstance(frames, list):
            raise UnreadableFile(f"“{source.name}” is no list of Watson's frames. Nothing was added.")
        return Reading(rows=lambda: records_of(enumerate(frames, 1), _record))


def _record(number: int, frame: Any) -> Record:
    return _object(number, frame) if isinstance(frame, dict) else _frame(number, frame)


def _frame(number: int, frame: Any) -> Record:
    if not isinstance(frame, list) or len(frame) < _FEWEST_CELLS:
        raise ValueError("This is no frame of Watson's")
    start, stop, project, id_ = frame[:_FEWEST_CELLS]
    return Record(
        number,
        instant(start, "start"),
        instant(stop, "stop"),
        project=text(project),
        tags=texts(frame[_FEWEST_CELLS]) if len(frame) > _FEWEST_CELLS else (),
        external_id=text(id_) or None,
    )


def _object(number: int, frame: dict[str, Any]) -> Record:
    project, tags = text(frame.get("project")), texts(frame.get("tags"))
    if "begin_at" in frame:
        id_ = text(frame.get("id")).removeprefix("urn:uuid:")
        begin, end = stamp(frame["begin_at"], "start"), stamp(frame.get("end_at"), "stop")
        return Record(number, begin, end, project=project, tags=tags, external_id=id_ or None)
    return Record(number, instant(frame.get("start"), "start"), running=True, project=project, tags=tags)


FORMATS: tuple[Format, ...] = (Watson(),)
