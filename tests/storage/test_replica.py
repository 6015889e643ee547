"""A restored or copied file is noticed by the token in it, until it has a name of its own."""

from pathlib import Path

import pytest

from app.storage import replica
from app.storage.context import Context
from app.storage.meta import write_meta
from app.storage.replica import begin_session, device_of, take_device


def token_of(ctx: Context) -> str:
    with ctx.database.reading() as connection:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'replica'").fetchone()[0])


def put_token(ctx: Context, token: str) -> None:
    with ctx.database.transaction() as connection:
        write_meta(connection, "replica", token)


def test_sessions_one_after_another_are_the_same_file(ctx: Context, tmp_path: Path) -> None:
    tokens = []
    for _ in range(3):
        assert not begin_session(ctx, tmp_path / "state")
        tokens.append(token_of(ctx))
    assert len(set(tokens)) == 3


def test_restored_file_is_noticed_until_it_has_its_own_name(ctx: Context, tmp_path: Path) -> None:
    begin_session(ctx, tmp_path)
    early = token_of(ctx)
    begin_session(ctx, tmp_path)
    put_token(ctx, early)

    assert begin_session(ctx, tmp_path)
    # The server could not be reached, so there is no new name yet.
    assert begin_session(ctx, tmp_path)
    take_device(ctx, "another")
    assert not begin_session(ctx, tmp_path)
    assert device_of(ctx) == "another"


def test_copy_on_another_computer_is_noticed(ctx: Context, tmp_path: Path) -> None:
    begin_session(ctx, tmp_path / "here")
    assert begin_session(ctx, tmp_path / "there")


@pytest.mark.parametrize("content", ["", "{", '"text"'])
def test_mirror_that_cannot_be_read_is_none(ctx: Context, tmp_path: Path, content: str) -> None:
    begin_session(ctx, tmp_path)
    (tmp_path / "replica.json").write_text(content)
    assert begin_session(ctx, tmp_path)


class Crash(BaseException):
    """The process ends."""


@pytest.mark.parametrize("writes", [0, 1])
def test_crash_between_file_and_mirror_is_no_restored_file(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    begin_session(ctx, tmp_path)
    written, left = replica._write_mirror, [None] * writes

    def dying(folder: Path, tokens: list[str]) -> None:
        if not left:
            raise Crash
        left.pop()
        written(folder, tokens)

    with monkeypatch.context() as patch:
        patch.setattr(replica, "_write_mirror", dying)
        with pytest.raises(Crash):
            begin_session(ctx, tmp_path)
    assert not begin_session(ctx, tmp_path)
