"""Forms at the side: clients, groups, rates, merging and deleting, with problems at their fields."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.orchestrators.clients.clients import list_clients
from app.orchestrators.groups.groups import create_group, list_groups
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.rates.rates import list_rates
from app.ui.projects.forms.client_list import ClientList
from app.ui.projects.forms.form import Form
from app.ui.projects.page import ProjectsPage
from app.ui.widgets.color_picker import ColorPicker
from tests.support.pages import Stage
from tests.support.panel import choice_of, form_of
from tests.support.studio import Studio


def clients_of(page: ProjectsPage) -> ClientList:
    content = page.panel.content()
    assert isinstance(content, ClientList)
    return content


def fill(page: ProjectsPage, **texts: str) -> Form:
    form = form_of(page)
    for name, text in texts.items():
        control: Any = form.field(name).control
        if isinstance(control, QPlainTextEdit):
            control.setPlainText(text)
        else:
            assert isinstance(control, QLineEdit)
            control.setText(text)
    return form


def save(page: ProjectsPage, qtbot: QtBot) -> None:
    form_of(page).submit()
    qtbot.waitUntil(lambda: page.panel.content() is None)


def test_client_is_made_changed_and_deleted(page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio) -> None:
    page.panels.new_client()
    fill(page, name="Northwind", email="mail@example.org", currency="usd", address="Somewhere 1", notes="Net 30")
    save(page, qtbot)
    made = next(row.client for row in stage.run(qtbot, list_clients) if row.client.name == "Northwind")
    assert (made.currency, made.address, made.notes) == ("USD", "Somewhere 1", "Net 30")
    qtbot.waitUntil(lambda: len(page.shelf.clients) == 2)

    page.panels.clients()
    clients_of(page).buttons[made.id]["edit"].click()
    assert fill(page, phone="123").field("name").control.property("text") == "Northwind"
    save(page, qtbot)
    qtbot.waitUntil(lambda: any(client.phone == "123" for client in page.shelf.clients))

    page.panels.clients()
    clients_of(page).buttons[made.id]["delete"].click()
    qtbot.waitUntil(lambda: list(clients_of(page).buttons) == [studio.client.id])
    assert stage.toasts == ["Client created", "Client saved", "Client deleted"]


def test_deleting_a_client_asks_where_its_projects_go(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.panels.clients()
    clients_of(page).buttons[studio.client.id]["delete"].click()
    assert "1 project" in choice_of(page).sentence.text()

    choice_of(page).action.click()

    qtbot.waitUntil(lambda: page.shelf.clients == ())
    assert all(row.project.client is None for row in stage.run(qtbot, list_projects))


def test_list_of_clients_offers_the_first(stage: Stage, qtbot: QtBot) -> None:
    page = ProjectsPage(stage.shell)
    stage.show(page)
    page.panels.clients()

    clients_of(page).new.click()

    assert page.panel.accessibleName() == "New client"


def test_a_currency_that_is_none_is_said_at_its_field(page: ProjectsPage) -> None:
    page.panels.new_client()
    form = fill(page, name="Odd", currency="E1")

    form.submit()

    assert "three letters" in form.field("currency").note


def test_project_s_rate_prices_what_was_tracked_from_that_day_on(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.open_project(studio.website.id)
    qtbot.waitUntil(lambda: page.detail.figures["money"].value == "€950.00")
    page.panels.project_rate(studio.website)
    fill(page, amount="100", effective_from="2026-01-01")

    save(page, qtbot)

    qtbot.waitUntil(lambda: page.detail.figures["money"].value == "€1,000.00")
    assert stage.toasts[-1] == "Rate set"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: page.detail.figures["money"].value == "€950.00")


def test_client_s_rate_takes_its_currency_and_knows_its_places(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.panels.clients()
    clients_of(page).buttons[studio.client.id]["rate"].click()
    assert form_of(page).field("currency").control.property("text") == "EUR"
    fill(page, amount="9000", currency="jpy", effective_from="")

    save(page, qtbot)

    rate = next(rate for rate in stage.run(qtbot, list_rates) if rate.client)
    assert (rate.amount, rate.currency, rate.effective_from) == (9000, "JPY", "2026-03-02")


def test_a_rate_that_can_t_be_read_is_said_at_its_fields(page: ProjectsPage, studio: Studio) -> None:
    page.panels.project_rate(studio.app)
    form = fill(page, amount="much", currency="?", effective_from="once")

    form.submit()

    assert all(form.field(name).note for name in ("amount", "currency", "effective_from"))


def test_group_gets_a_color_by_keyboard(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    page.panels.new_group()
    form = fill(page, name="Products", description="Our own")
    picker = form.field("color").control
    assert isinstance(picker, ColorPicker)
    picker.set_color("blue")
    QTest.keyClick(picker, Qt.Key.Key_Right)
    QTest.keyClick(picker, Qt.Key.Key_X)

    save(page, qtbot)

    group = next(row.group for row in stage.run(qtbot, list_groups) if row.group.name == "Products")
    assert (group.color, group.description) == ("violet", "Our own")


def test_new_projects_come_in_the_color_least_used(page: ProjectsPage) -> None:
    used = {project.color for project in page.shelf.projects.values()}
    page.panels.new_project()
    picker = form_of(page).field("color").control

    assert isinstance(picker, ColorPicker)
    assert picker.color not in used


def test_estimate_beyond_the_time_left_is_saved_and_said(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    page.panels.new_project()
    fill(page, name="Moon", estimate_minutes="9000", due_date="2026-03-06")

    save(page, qtbot)

    assert stage.toasts[-1].startswith("Project created.")
    assert len(stage.toasts[-1]) > len("Project created.")


def test_estimate_below_the_budgets_warns_and_is_saved_anyway(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.panels.edit_project(studio.website)
    form = fill(page, estimate_minutes="10")
    form.submit()
    qtbot.waitUntil(lambda: form._save.text() == "Save anyway")
    form.grab()

    form._save.click()

    qtbot.waitUntil(lambda: page.shelf.projects[studio.website.id].estimate_minutes == 600)


def test_problem_goes_when_the_field_is_changed(page: ProjectsPage) -> None:
    page.panels.new_project()
    form = fill(page, name="X", due_date="never")
    form.submit()
    assert form.field("due_date").note

    QTest.keyClicks(form.field("due_date").control, "1")

    assert form.field("due_date").note == ""


def test_a_name_that_is_missing_is_said_and_nothing_is_made(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    page.panels.new_project()
    form = form_of(page)

    form.submit()

    qtbot.waitUntil(lambda: form.field("name").note != "")
    assert form.isVisible()
    assert len(stage.run(qtbot, list_projects)) == 3


def test_merging_shows_the_time_in_the_other_project(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.open_project(studio.app.id)
    qtbot.waitUntil(page.detail.isVisible)
    page.deciding.merge_project(studio.app)
    choice_of(page).choose("move", studio.website.id)

    choice_of(page).action.click()

    qtbot.waitUntil(lambda: len(page.shelf.lines) == 2 and page.tree.isVisible())
    rows = {row.project.name: row.seconds for row in stage.run(qtbot, list_projects)}
    assert rows["Website"] == 14 * 3600


def test_archiving_from_the_question_warns_first(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.deciding.delete_project(studio.website)
    qtbot.waitUntil(lambda: page.panel.content() is not None)
    form = choice_of(page)
    assert form.action.text() == "Archive"
    form.action.click()
    qtbot.waitUntil(lambda: form.action.text() == "Archive anyway")
    assert "Concept" in form.note.text()

    form.action.click()

    qtbot.waitUntil(lambda: "Website" not in {line.name for group in page.model.groups for line in group.projects})
    assert stage.toasts[-1].startswith("Project archived")


def test_deleting_with_entries_says_what_goes_and_brings_all_back(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.deciding.delete_project(studio.website)
    qtbot.waitUntil(lambda: page.panel.content() is not None)
    form = choice_of(page)
    form.choose("delete")
    assert (form.action.text(), form.action.objectName()) == ("Delete", "dangerButton")

    form.action.click()

    qtbot.waitUntil(lambda: len(page.shelf.lines) == 2)
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: len(page.shelf.lines) == 3)
    assert next(row for row in stage.run(qtbot, list_projects) if row.project.name == "Website").seconds == 36_000


def test_project_without_entries_is_deleted_at_a_word(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.deciding.delete_project(studio.loose)
    qtbot.waitUntil(lambda: page.panel.content() is not None)
    assert choice_of(page).sentence.text() == "“Loose ends” has no entries."

    choice_of(page).action.click()

    qtbot.waitUntil(lambda: len(page.shelf.lines) == 2)
    assert stage.toasts == ["Project deleted"]


def test_empty_group_goes_without_asking_and_a_full_one_moves_its_projects(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    other = stage.run(qtbot, create_group, name="Products")
    qtbot.waitUntil(lambda: len(page.shelf.groups) == 2)
    page.deciding.delete_group(studio.group)
    choice_of(page).choose("move", other.id)
    choice_of(page).action.click()
    qtbot.waitUntil(lambda: len(page.shelf.groups) == 1)
    assert {row.project.group for row in stage.run(qtbot, list_projects)} == {other.id, None}
    empty = stage.run(qtbot, create_group, name="Empty")
    qtbot.waitUntil(lambda: len(page.shelf.groups) == 2)

    page.deciding.delete_group(empty)

    qtbot.waitUntil(lambda: len(page.shelf.groups) == 1)
    assert page.panel.content() is None


def test_escape_gives_up_and_the_keyboard_is_back_where_it_was(page: ProjectsPage, qtbot: QtBot) -> None:
    page.tree.setFocus()
    qtbot.waitUntil(page.tree.hasFocus)
    page.panels.new_project()
    qtbot.waitUntil(form_of(page).field("name").control.hasFocus)

    QTest.keyClick(form_of(page).field("name").control, Qt.Key.Key_Escape)

    assert page.panel.content() is None
    qtbot.waitUntil(page.tree.hasFocus)


def test_what_is_saved_without_enough_time_is_said_beside_it(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    page.panels.new_project()
    fill(page, name="Huge", due_date="2026-03-06", estimate_minutes="200")
    save(page, qtbot)

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert stage.toasts[-1].startswith("Project created. Until ")
    assert "h of working time" in stage.toasts[-1]
    assert "2026-03-06" not in stage.toasts[-1]
