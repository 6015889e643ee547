"""What the list says when the mouse rests on something."""

from app.ui.today.lines import EmptyLine, EntryLine, Line, MarkLine
from app.ui.today.places import Part, tags_text
from app.ui.today.words import tr

_LONG = 40


def part_name(part: str) -> str:
    """Return the name of a part of a row, as a screen reader and a tooltip say it."""
    return {
        Part.DESCRIPTION: tr("Description"),
        Part.PROJECT: tr("Project"),
        Part.TAGS: tr("Tags"),
        Part.BILLABLE: tr("Billable"),
        Part.START: tr("Start"),
        Part.END: tr("End"),
        Part.LENGTH: tr("Duration"),
        Part.COUNT: tr("Show the single entries"),
        Part.CONTINUE: tr("Continue"),
        Part.SPLIT: tr("Split"),
        Part.DUPLICATE: tr("Duplicate"),
        Part.DELETE: tr("Delete"),
    }[Part(part)]


_KEYS = {Part.CONTINUE: "C", Part.SPLIT: "S", Part.DUPLICATE: "D", Part.DELETE: "Del"}


def tip_of(line: Line | None, part: str) -> str:
    """Return the tooltip of a part of a row: what an icon does and its key, or a text that may be cut."""
    if isinstance(line, MarkLine | EmptyLine):
        return _if_long(part)
    if not isinstance(line, EntryLine) or not part:
        return ""
    key = _KEYS.get(Part(part))
    named = f"{part_name(part)} ({key})" if key else part_name(part)
    texts = {
        Part.DESCRIPTION: _if_long(line.description),
        Part.PROJECT: _if_long(line.where),
        Part.TAGS: tags_text(line.tags) if len(line.tags) > 1 else "",
        Part.BILLABLE: tr("Billable (B)") if line.entry.billable else tr("Not billable (B)"),
    }
    return texts.get(Part(part), named)


def _if_long(text: str) -> str:
    return text if len(text) > _LONG else ""
