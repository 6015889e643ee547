"""Rates, invoices and their lines. Amounts are minor units beside an ISO 4217 code."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.entities.base import Entity
from app.domain.ids import ClientId, InvoiceId, ProjectId, TimeEntryId, UserId


class RateScope(StrEnum):
    """What a rate is for, the most particular first."""

    PROJECT_USER = "project+user"
    PROJECT = "project"
    CLIENT = "client"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Entity):
    """Minor units per hour from a date on, for the scope whose ids are set."""

    scope: RateScope
    amount: int
    currency: str
    effective_from: str
    user: UserId | None = None
    client: ClientId | None = None
    project: ProjectId | None = None


class InvoiceStatus(StrEnum):
    """Where an invoice stands; from ``issued`` on it is immutable and locks its entries."""

    DRAFT = "draft"
    ISSUED = "issued"
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(Entity):
    """A bill to a client."""

    client: ClientId
    number: str
    issued_on: str
    due_on: str
    currency: str
    status: InvoiceStatus = InvoiceStatus.DRAFT
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine(Entity):
    """A line of an invoice with the entries it bills."""

    invoice: InvoiceId
    text: str
    seconds: int
    amount: int
    currency: str
    entries: frozenset[TimeEntryId] = frozenset()
    position: int = 0
