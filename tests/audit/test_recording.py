"""What the audit log says."""

import pytest
from django.utils.translation import override

from editor.audit.models import AuditEvent
from editor.audit.recording import record
from editor.documents.models import Role

pytestmark = pytest.mark.django_db


def test_the_log_is_in_one_language_whoever_acts() -> None:
    with override("fr"):
        assert str(Role.EDITOR.label) == "Peut modifier"
        record("document.shared", None, role=Role.EDITOR.label)
    assert AuditEvent.objects.get().details == {"role": "Can edit"}
