"""Commands about what an hour costs."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.amounts import money
from app.cli.completing import complete_any_project, complete_client
from app.cli.dates import read_day
from app.cli.desk import Json, answer, store
from app.cli.names import project_called, thing_called
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import print_json
from app.domain.money import minor_digits

if TYPE_CHECKING:
    from app.domain.entities.billing import Rate
    from app.storage.unit_of_work import Repositories

OfProject = Annotated[
    str | None, typer.Option(metavar="NAME", help="For this project.", autocompletion=complete_any_project)
]
OfClient = Annotated[str | None, typer.Option(metavar="NAME", help="For this client.", autocompletion=complete_client)]

rates = typer.Typer(help="List what an hour costs, and set it.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(rates, name="rates")


@rates.callback()
def _rates(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@rates.command("list")
def list_(call: typer.Context, json: Json = False) -> None:
    """List the rates and since when they hold."""
    from app.storage.unit_of_work import reading

    with store(call) as ctx, reading(ctx) as read:
        rows = [(rate, _whom_for(read, rate)) for rate in read.rates.all()]
    if json:
        print_json({"rates": [_json(rate, whom) for rate, whom in rows]})
    elif rows:
        columns = (Column("For"), number("An hour"), number("Since"))
        print_table(columns, [(cut(whom, 50), money(r.amount, r.currency), r.effective_from) for r, whom in rows])
    else:
        print("No rates.")


@rates.command("set")
def set_(
    call: typer.Context,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Money an hour: 95 or 87.50.")],
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="The currency, if not the usual one.")] = None,
    project: OfProject = None,
    client: OfClient = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="From this day on; today if not said.")] = None,
    json: Json = False,
) -> None:
    """Let an hour cost so much: of a project, of a client, or in general."""
    from app.orchestrators.rates.rates import set_rate
    from app.orchestrators.settings.settings import get_settings
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        with reading(ctx) as read:
            owner: dict[str, Any] = {}
            if project:
                owner["project"] = project_called(read, project).id
            elif client:
                owner["client"] = thing_called(read.clients.all(), "client", client).id
        code = currency or get_settings(ctx).currency
        rate = set_rate(
            ctx, amount=_minor(amount, code), currency=code, effective_from=read_day(ctx, since), **owner
        ).value
        with reading(ctx) as read:
            whom = _whom_for(read, rate)
    sentence = f"Set: {money(rate.amount, rate.currency)} an hour for {whom} from {rate.effective_from} on"
    answer(_json(rate, whom), sentence, as_json=json)


def _minor(text: str, currency: str) -> int:
    from app.domain.errors import RuleBroken

    try:
        return int((Decimal(text.replace(",", ".")) * 10 ** minor_digits(currency)).to_integral_value())
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise RuleBroken(f"“{text}” is not an amount. Write 95 or 87.50.") from error


def _whom_for(read: Repositories, rate: Rate) -> str:
    if rate.project:
        project = read.projects.get(rate.project)
        return project.name if project else "(missing project)"
    if rate.client:
        client = read.clients.get(rate.client)
        return client.name if client else "(missing client)"
    return "everything else"


def _json(rate: Rate, whom: str) -> dict[str, Any]:
    return {
        "id": rate.id,
        "scope": rate.scope.value,
        "for": None if rate.scope == "user" else whom,
        "amount_minor": rate.amount,
        "currency": rate.currency,
        "effective_from": rate.effective_from,
    }
