"""The sweep that finds what no replica has projected."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.documents.ports import realtime
from editor.documents.tasks import project_document, sweep_projections
from editor.documents.titles import replace_title
from editor.log.models import Source
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)  # a second job of one name is refused by a constraint


def test_every_document_behind_gets_one_job_however_often_the_sweep_runs() -> None:
    ada = make_user()
    behind, untouched = make_document(ada), make_document(ada)
    realtime().write(behind.pk, lambda doc: replace_title(doc, "Minutes"), ada.pk, Source.SYSTEM)
    sweep_projections(0)
    sweep_projections(60)
    # Other tests' jobs stay: Django doesn't empty tables that it doesn't manage.
    job = ProcrastinateJob.objects.get(args={"document_id": str(behind.pk)})
    assert not ProcrastinateJob.objects.filter(args={"document_id": str(untouched.pk)}).exists()
    project_document(**job.args)
    behind.refresh_from_db()
    assert behind.title == "Minutes"
