"""The store behind the log: a scope locked in a transaction, and the connection it runs on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from sqlalchemy import Engine

from sync.engine.stamps import Stamps
from sync.protocol.change import Change
from sync.protocol.version import Version
from sync.protocol.wire import dump_change, load_change
from sync.protocol.wire_objects import dump_object, read_object
from sync.server.log.connections import Connections, lane_of
from sync.server.log.lanes import Asked, ChangeRow, Found, KnownRow, Lane, ObjectRow, Question, ScopeRow, Writing
from sync.server.log.ports import Held, Key, Logged
from sync.server.problems import TooLarge

MAX_OBJECT_BYTES = 8 << 20


class NoSuchScope(LookupError):
    """There is no row for a scope. Whoever may not see it is not told so."""


class SqlScope:
    """A scope whose row is locked (see ``sync.server.log.ports.ScopeTransaction``).

    What is appended and put is kept until the end and then written at once.
    """

    def __init__(self, connection: Any, lane: Lane, scope: str, found: Found, questions: Sequence[Question]) -> None:
        self.scope = scope
        self._connection = connection
        self._lane = lane
        self.history, self.head, self.chain, self._size = found.scope
        self._chains: dict[int, bytes | None] = {one.seq: found.chains.get(one.seq) for one in questions} | {0: b""}
        self._known: dict[Version, Logged] = {}
        self._partial: dict[Version, Logged] = {}
        self._elsewhere: set[Version] = set()
        self._looked_up: set[Version] = set()
        self._held: dict[Key, Held | None] = {}
        self._changes: list[ChangeRow] = []
        self._changed: dict[Key, int] = {}
        self._take_known([version for one in questions for version in one.versions], found.known)
        self._take_held([key for one in questions for key in one.keys], found.objects)

    def chain_at(self, seq: int) -> bytes | None:
        """Return the chain at a place of the log, None beyond its end; empty at 0."""
        if seq == self.head:
            return self.chain
        if seq not in self._chains:
            self._chains[seq] = self._lane.look(self._connection, self.scope, Question(seq)).chains.get(seq)
        return self._chains[seq]

    def known(self, versions: Sequence[Version]) -> Mapping[Version, Logged]:
        """Return those of some versions that are in the log of this scope already: the original where it has both."""
        self._look_up(versions)
        return {version: self._known[version] for version in versions if version in self._known}

    def partial(self, version: Version) -> Logged | None:
        """Return the newest partial change of a version, whether the original is there or not."""
        self._look_up([version])
        return self._partial.get(version)

    def taken_elsewhere(self, versions: Sequence[Version]) -> frozenset[Version]:
        """Return those of some versions that stand in the log of another scope."""
        self._look_up(versions)
        return frozenset(self._elsewhere.intersection(versions))

    def held(self, keys: Iterable[Key]) -> Mapping[Key, Held]:
        """Return the entities among ``keys`` that are there."""
        keys = list(keys)
        missing = [key for key in keys if key not in self._held]
        if missing:
            found = self._lane.look(self._connection, self.scope, Question(keys=missing))
            self._take_held(missing, found.objects)
        return {key: held for key in keys if (held := self._held[key]) is not None}

    def append(self, changes: Sequence[Logged]) -> None:
        """Write changes at the end of the log, which is ``head`` and ``chain`` from then on.

        Groups that begin in ``changes`` end in it.
        """
        borders = _borders([logged.change for logged in changes])
        for logged, border in zip(changes, borders, strict=True):
            change = logged.change
            self._changes.append(self._row(logged, border=border))
            self._chains[logged.seq] = logged.chain
            self._looked_up.add(change.version)
            self._remember(logged)
            self._changed[change.kind, change.entity] = logged.seq
            self.head, self.chain = logged.seq, logged.chain

    def put(self, entities: Mapping[Key, Held]) -> None:
        """Write the state of entities."""
        for key, held in entities.items():
            self._held[key] = held
            self._changed.setdefault(key, self.head)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._changes or self._changed)

    def written(self) -> tuple[list[ChangeRow], list[ObjectRow], ScopeRow]:
        """Return what was appended and put, and how far the log is now.

        Raises:
            TooLarge: an object would be larger than a page may be.
        """
        held = ((key, self._held.get(key), seq) for key, seq in self._changed.items())
        objects = [_object_row(self.scope, key, state, seq) for key, state, seq in held if state is not None]
        return self._changes, objects, ScopeRow(self.history, self.head, self.chain, self._size)

    def _row(self, logged: Logged, *, border: bool) -> ChangeRow:
        change = logged.change
        body = dump_change(change)
        self._size += len(body)
        return ChangeRow(
            self.scope,
            logged.seq,
            change.version,
            logged.seq if change.partial else 0,
            change.kind,
            change.entity,
            int(border),
            self._size,
            logged.chain,
            body,
        )

    def _look_up(self, versions: Sequence[Version]) -> None:
        missing = [version for version in versions if version not in self._looked_up]
        if missing:
            found = self._lane.look(self._connection, self.scope, Question(versions=missing))
            self._take_known(missing, found.known)

    def _take_known(self, versions: Sequence[Version], rows: Sequence[KnownRow]) -> None:
        self._looked_up.update(versions)
        # In the order of the log, so that the newest of the partial ones is remembered.
        for row in sorted(rows, key=itemgetter(1)):
            if row.scope == self.scope:
                self._remember(Logged(row.seq, load_change(row.body), row.chain))
            else:
                self._elsewhere.add(Version(row.version))

    def _remember(self, logged: Logged) -> None:
        version, partial = logged.change.version, logged.change.partial
        known = self._known.get(version)
        if not partial or known is None or known.change.partial:
            self._known[version] = logged
        if partial:
            self._partial[version] = logged

    def _take_held(self, keys: Sequence[Key], rows: Sequence[tuple[str, bytes, bytes]]) -> None:
        self._held.update(dict.fromkeys(keys))
        for kind, entity, body in rows:
            state = read_object(body)
            stamps = Stamps(dict(state.fields), dict(state.seen), state.deleted)
            self._held[kind, entity] = Held(dict(state.values), stamps)


def _borders(changes: Sequence[Change]) -> Iterator[bool]:
    """Say of each change whether no group is open after it; none is after the last."""
    left: dict[Version, int] = {}
    for number, change in enumerate(changes, 1):
        if change.group_size > 1:
            left[change.group] = left.get(change.group, change.group_size) - 1
            if not left[change.group]:
                del left[change.group]
        yield not left or number == len(changes)


def _object_row(scope: str, key: Key, held: Held, seq: int) -> ObjectRow:
    kind, entity = key
    stamps = held.stamps
    body = dump_object(kind, entity, held.values, stamps.fields, stamps.seen, stamps.deleted)
    if len(body) > MAX_OBJECT_BYTES:
        raise TooLarge(f"an object may have up to {MAX_OBJECT_BYTES} bytes")
    return ObjectRow(scope, kind, entity, seq, body)


def _writing(changed: Mapping[str, tuple[list[ChangeRow], list[ObjectRow], ScopeRow]]) -> Writing:
    return Writing(
        changes=[row for changes, _, _ in changed.values() for row in changes],
        objects=[row for _, objects, _ in changed.values() for row in objects],
        scopes={name: row for name, (_, _, row) in changed.items()},
    )


class Store:
    """The database of a server, for the calls that carry changes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lane: Lane = lane_of(engine)
        self._connections = Connections(engine, self.lane)

    @contextmanager
    def locked(self, scope: str, question: Question | None = None) -> Iterator[SqlScope]:
        """Lock a scope; at the end everything is written and committed, after an error nothing is.

        Raises:
            NoSuchScope: there is no such scope.
            Busy: the database did not answer in time, or went away; whether it was done is not known if that happened
                while committing, and offering the same again is safe.
        """
        with self.together([(scope, question or Question())], wait=True) as scopes:
            if scope not in scopes:
                raise NoSuchScope(scope)
            yield scopes[scope]

    @contextmanager
    def together(self, asked: Asked, *, wait: bool) -> Iterator[Mapping[str, SqlScope]]:
        """Lock several scopes; at the end all is written and committed at once, after an error nothing is.

        Those that do not exist are left out, and without ``wait`` also those that somebody else has locked.

        Raises:
            Busy: see ``locked``.
        """

        def begin(connection: Any) -> tuple[Any, dict[str, SqlScope]]:
            found = self.lane.begin(connection, asked, wait=wait)
            questions: dict[str, list[Question]] = {}
            for scope, question in asked:
                questions.setdefault(scope, []).append(question)
            scopes = {name: SqlScope(connection, self.lane, name, one, questions[name]) for name, one in found.items()}
            return connection, scopes

        with self._connections.used(begin) as (connection, scopes):
            yield scopes
            changed = {name: scope.written() for name, scope in scopes.items() if scope.changed}
            if changed:
                self.lane.write(connection, _writing(changed))

    def listed(self, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """Return how a question says that something is one of some values, and the values to ask it with."""
        return self.lane.listed(values)

    def read(self, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """Run questions (with ``?`` for each value) in a transaction that only reads; return the rows of each.

        Raises:
            Busy: the database did not answer in time, or went away.
        """
        with self._connections.used(lambda connection: self.lane.read(connection, *questions)) as answers:
            return answers
