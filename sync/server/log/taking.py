"""What becomes of pushes: who brings them, what they say, and their way into the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sync.engine.conflict_records import Author
from sync.protocol.messages import Limits, PushAnswer
from sync.protocol.version import Version
from sync.protocol.wire import Received, dump_push_answer, load_push
from sync.server.bodies import decompressed
from sync.server.log import ledger
from sync.server.log.intake import Asked, Left, Outcome
from sync.server.log.lanes import Question
from sync.server.log.service import understood
from sync.server.log.store import SqlScope, Store
from sync.server.people.access import Caller, Gate
from sync.server.problems import Busy, Diverged, Problem, TooLarge

Announce = Callable[[Mapping[str, int]], None]


@dataclass(frozen=True, slots=True)
class _Read:
    """A push that was read, and who brings it."""

    scope: str
    caller: Caller
    received: Received
    question: Question


class Turns:
    """Takes pushes into the log, several at once or one (see ``sync.server.log.intake.Taking``), and tells who listens."""

    def __init__(self, store: Store, gate: Gate, limits: Limits, announce: Announce) -> None:
        self._store = store
        self._gate = gate
        self._limits = limits
        self._announce = announce

    def together(self, turn: Sequence[Asked], *, wait: bool) -> Sequence[Outcome]:
        """Take pushes in one transaction; unless it is to wait, those into scopes that others have locked are left."""
        try:
            outcomes, read = self._read(turn)
            heads = self._take(read, outcomes, wait=wait)
        except Busy as busy:
            return [busy] * len(turn)
        except Exception:  # noqa: BLE001 - whatever one push did, the others are none the worse for it
            return [Left.ALONE] * len(turn)
        if heads:
            self._announce(heads)
        return outcomes

    def alone(self, asked: Asked) -> bytes:
        """Take one push.

        Raises:
            Problem: it is answered with that, and nothing of it was taken.
        """
        return understood(lambda: self._alone(asked))

    def _read(self, turn: Sequence[Asked]) -> tuple[list[Outcome], dict[int, _Read]]:
        outcomes: list[Outcome] = [Left.ALONE] * len(turn)
        read: dict[int, _Read] = {}
        places: dict[Version, str] = {}
        callers = self._gate.writers([asked.ask for asked in turn])
        for number, (asked, caller) in enumerate(zip(turn, callers, strict=True)):
            one = self._one_or_problem(asked, caller)
            if isinstance(one, Problem):
                outcomes[number] = one
            elif all(places.setdefault(version, one.scope) == one.scope for version in one.question.versions):
                # Otherwise a version is in two scopes, and which came first is for the log to say: it goes by itself.
                read[number] = one
        return outcomes, read

    def _take(self, read: Mapping[int, _Read], outcomes: list[Outcome], *, wait: bool) -> dict[str, int]:
        if not read:
            return {}
        with self._store.together([(one.scope, one.question) for one in read.values()], wait=wait) as scopes:
            before = {name: scope.head for name, scope in scopes.items()}
            for number, one in read.items():
                if one.scope not in scopes:
                    # With waiting, it does not exist.
                    outcomes[number] = Left.ALONE if wait else Left.LOCKED
                else:
                    outcomes[number] = self._answered_or_diverged(scopes[one.scope], one)
        return {name: scope.head for name, scope in scopes.items() if scope.head != before[name]}

    def _answered_or_diverged(self, scope: SqlScope, one: _Read) -> Outcome:
        try:
            return self._answered(scope, one)
        except ledger.Diverged as error:
            # Found before anything was appended. Whatever else may come up later ends the whole turn.
            return Diverged(history=error.history)

    def _alone(self, asked: Asked) -> bytes:
        caller = self._gate.caller(asked.ask.authorization, asked.ask.address)
        self._gate.granted(caller, asked.ask.scope, write=True)
        one = self._one(asked, caller)
        with self._store.locked(one.scope, one.question) as scope:
            before = scope.head
            answer = self._answered(scope, one)
        if scope.head != before:
            self._announce({one.scope: scope.head})
        return answer

    def _one_or_problem(self, asked: Asked, caller: Caller | Problem) -> _Read | Problem:
        if isinstance(caller, Problem):
            return caller
        try:
            return understood(lambda: self._one(asked, caller))
        except Problem as problem:
            return problem

    def _one(self, asked: Asked, caller: Caller) -> _Read:
        received = load_push(decompressed(asked.body, asked.encoding, self._limits.body_bytes))
        pushed = received.push
        if len(pushed.changes) + len(received.malformed) > self._limits.changes:
            raise TooLarge(f"a push may have up to {self._limits.changes} changes")
        versions = [change.version for change in pushed.changes]
        keys = [(change.kind, change.entity) for change in pushed.changes]
        return _Read(asked.ask.scope, caller, received, Question(pushed.cursor.seq, versions, keys))

    def _answered(self, scope: SqlScope, one: _Read) -> bytes:
        author = Author(one.caller.device, one.caller.user)
        taken = ledger.push(scope, one.received.push, author, self._limits)
        if one.received.malformed:
            refused = {**taken.refused, **dict.fromkeys(one.received.malformed, "malformed")}
            taken = PushAnswer(taken.acks, refused, taken.head)
        return dump_push_answer(taken)
