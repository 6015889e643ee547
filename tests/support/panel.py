"""What the side panel of the projects page shows."""

from app.ui.projects.forms.choices import ChoiceForm
from app.ui.projects.forms.form import Form
from app.ui.projects.page import ProjectsPage


def form_of(page: ProjectsPage) -> Form:
    form = page.panel.content()
    assert isinstance(form, Form)
    return form


def choice_of(page: ProjectsPage) -> ChoiceForm:
    form = page.panel.content()
    assert isinstance(form, ChoiceForm)
    return form
