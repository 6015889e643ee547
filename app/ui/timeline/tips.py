"""What the timeline says where the mouse rests, and to a screen reader: figures to the minute."""

from PySide6.QtCore import QPoint

from app.ui.formats import budget
from app.ui.formats import hours as hours_
from app.ui.projects.words import project_count
from app.ui.timeline import words
from app.ui.timeline.amounts import Amount
from app.ui.timeline.hits import Hit, Part
from app.ui.timeline.lines import HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.places import hit
from app.ui.timeline.scale import Column, number_of
from app.ui.timeline.scene import Scene
from app.ui.timeline.words import tr

_MOST_WEEKS = 12


def tip(scene: Scene, point: QPoint) -> str:
    """Return what is said at a point; "" where there is nothing to say."""
    found = hit(scene, point)
    if found.part is Part.LOAD:
        return "\n".join(load_lines(scene, found.day))
    if found.part is Part.OVER:
        return "\n".join(over_lines(scene))
    line = scene.line(found.key)
    if line is None or isinstance(line, HeadLine):
        return ""
    return "\n".join(_row_lines(scene, scene.shown(line), found))


def spoken(scene: Scene) -> str:
    """Return what a screen reader says of what the keyboard is on."""
    line = scene.line(scene.here)
    if line is None:
        return ""
    if isinstance(line, HeadLine):
        state = tr("open") if line.is_open else tr("folded")
        return ", ".join((words.group(line.name), project_count(line.count), state))
    parts = [_name(line)]
    if isinstance(line, ProjectLine):
        row = line.row
        parts += [words.of_hours(row.tracked_seconds, row.estimate_minutes), words.standing(row, scene.risk(row))]
        parts += _dates(scene, line)
    else:
        parts.append(words.of_milestone(line.stage))
    column = _column(scene, scene.day)
    parts.append(words.column(column, scene.scale.unit, scene.scale.week_start))
    parts += amount_lines(line.amounts.at(scene.day, scene.scale.unit))
    return ", ".join(parts)


def over_lines(scene: Scene) -> list[str]:
    """Return every week to come that holds too much, and by how much."""
    weeks = scene.loads.overcommitted()
    told = [
        tr("{week} from {day}: over by {time}").format(
            week=words.week(number_of(load.day), scene.scale.week_start),
            day=words.day(number_of(load.day)),
            time=budget(-load.availability),
        )
        for load in weeks[:_MOST_WEEKS]
    ]
    return told + ["…"] * (len(weeks) > _MOST_WEEKS)


def load_lines(scene: Scene, day: int) -> list[str]:
    """Return the figures of the capacity row in the column of a day."""
    column, unit = _column(scene, day), scene.scale.unit
    load = scene.loads.by(unit).get(column.first)
    title = words.column(column, unit, scene.scale.week_start)
    if load is None:
        return [title]
    told = [title, tr("Capacity {time}").format(time=budget(load.capacity))]
    told += amount_lines(Amount(load.tracked_seconds, load.planned, load.auto))
    if load.overcommitted:
        told.append(tr("Over by {time}").format(time=budget(-load.availability)))
    elif column.end > scene.today:
        told.append(tr("Free {time}").format(time=budget(load.availability)))
    names = dict.fromkeys(name for day_, name in scene.off.items() if column.first <= day_ < column.end)
    return [*told, *names]


def amount_lines(amount: Amount) -> list[str]:
    """Return each kind of time there is, to the minute."""
    said = (
        (tr("Done {time}"), hours_(amount.seconds) if amount.seconds else ""),
        (tr("Planned {time}"), budget(amount.planned) if amount.planned else ""),
        (tr("Forecast {time}"), budget(amount.auto) if amount.auto else ""),
    )
    return [text.format(time=time) for text, time in said if time]


def _row_lines(scene: Scene, line: Line, found: Hit) -> list[str]:
    if found.part is Part.FLAG or isinstance(line, MilestoneLine):
        return _milestone_lines(line, found.milestone)
    if not isinstance(line, ProjectLine):
        return []
    if found.part in (Part.NAME, Part.FOLD, Part.START, Part.DUE, Part.BAR):
        return _project_lines(scene, line)
    column = _column(scene, found.day)
    amounts = amount_lines(line.amounts.at(found.day, scene.scale.unit))
    title = words.column(column, scene.scale.unit, scene.scale.week_start)
    off = scene.off.get(found.day, "") if column.end - column.first == 1 else ""
    return [f"{_name(line)} · {title}", *amounts, *([off] if off else [])] if amounts or off else []


def _project_lines(scene: Scene, line: ProjectLine) -> list[str]:
    row = line.row
    hours = hours_(row.tracked_seconds)
    if row.estimate_minutes:
        hours = tr("{done} of {all}").format(done=hours, all=budget(row.estimate_minutes))
    told = [_name(line), f"{hours} · {words.standing(row, scene.risk(row))}", *_dates(scene, line)]
    if row.unscheduled:
        told.append(tr("{time} fit on no day before it is due").format(time=budget(row.unscheduled)))
    if row.finish_day is not None:
        told.append(tr("At this pace done {day}").format(day=words.day(number_of(row.finish_day))))
    return told


def _milestone_lines(line: Line, milestone: str) -> list[str]:
    if isinstance(line, HeadLine):
        return []
    stage = next((one for one in line.row.milestones if one.milestone.id == milestone), None)
    stage = line.stage if isinstance(line, MilestoneLine) else stage
    if stage is None:
        return []
    told = [stage.milestone.name, tr("due {day}").format(day=words.day(number_of(stage.last_day)))]
    told.append(words.of_milestone(stage))
    if stage.auto:
        told.append(tr("Forecast {time}").format(time=budget(stage.auto)))
    if stage.carried_over:
        told.append(tr("{time} carried over").format(time=budget(stage.carried_over)))
    if stage.over:
        told.append(tr("{time} over its budget").format(time=budget(stage.over)))
    return told


def _dates(scene: Scene, line: ProjectLine) -> list[str]:
    start, due = scene.dates(line)
    told = []
    if start is not None:
        told.append(tr("from {day}").format(day=words.day(start)))
    if due is not None:
        told.append(tr("due {day}").format(day=words.day(due)))
    return [" ".join(told)] if told else []


def _name(line: ProjectLine | MilestoneLine) -> str:
    return line.row.shown_name if isinstance(line, ProjectLine) else line.stage.milestone.name


def _column(scene: Scene, day: int) -> Column:
    first = scene.scale.first_of(day)
    end = scene.scale.end_of(first)
    return Column(first, end, scene.scale.x(first), scene.scale.x(end))
