"""Documents in the administration: found, looked after, given to somebody else, deleted for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from editor.accounts.models import User
from editor.audit.models import AuditEvent
from editor.documents.actions import lock_documents
from editor.documents.models import Document, Membership, Role
from editor.documents.ports import realtime
from editor.documents.titles import replace_title
from editor.documents.trashing import trash_documents
from editor.log.models import Snapshot, Source
from editor.operations import sizes, upkeep
from editor.operations.models import DocumentSize, SizesOfDay, Upkeep
from tests.media.uploads import make_file
from tests.operations.administration import act, boss, connect, text_of
from tests.people import access_version, client_of, make_document, make_user

pytestmark = pytest.mark.django_db

DOCUMENTS = "editor/document"


@pytest.fixture
def staff() -> Client:
    return client_of(boss())


def listed(staff: Client, **query: Any) -> str:
    return text_of(staff.get(f"/admin/{DOCUMENTS}/", query))


def test_a_document_is_found_by_title_id_owner_and_member(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_document(ada, "Plan of the year", ben=(ben, Role.VIEWER))
    make_document(make_user("Cy"), "Something else")
    for asked in ("plan of", str(plan.pk), ada.email, ben.email):
        page = listed(staff, q=asked)
        assert ("Plan of the year" in page, "Something else" in page) == (True, False), asked


def test_a_persons_documents_are_linked_to(staff: Client) -> None:
    ada = make_user("Ada")
    make_document(ada, "Hers")
    make_document(make_user("Ben"), "His")
    page = listed(staff, memberships__user=str(ada.pk))
    assert ("Hers" in page, "His" in page) == (True, False)


def test_documents_are_filtered_by_lock_and_trash(staff: Client) -> None:
    ada = make_user()
    locked, trashed, plain = (make_document(ada, title) for title in ("Locked one", "Trashed one", "Plain one"))
    lock_documents([locked.pk], ada, locked=True)
    trash_documents([trashed.pk], ada)
    for query, expected in (({"locked": "yes"}, locked), ({"trashed": "yes"}, trashed)):
        page = listed(staff, **query)
        assert [str(one.pk) in page for one in (locked, trashed, plain)] == [
            one is expected for one in (locked, trashed, plain)
        ]


def test_the_list_shows_sizes_and_who_has_it_open(staff: Client) -> None:
    ada = make_user()
    document = make_document(ada, "Large")
    Document.objects.filter(pk=document.pk).update(text="x" * 2048)
    Snapshot.objects.create(document=document, number=1, payload=b"x" * 4096)
    make_file(document, ada)
    connect(ada, document, "abc")
    page = listed(staff)
    assert "2.0\xa0KB" in page
    assert "4.0\xa0KB" in page
    assert f"?document={document.pk}" in page


def test_the_list_takes_as_many_queries_for_fifty_as_for_two(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ada = make_user()
    for number in range(2):
        make_document(ada, f"Document {number}")
    listed(staff)  # what Django looks up once in a process
    with CaptureQueriesContext(connection) as few:
        listed(staff)
    for number in range(48):
        connect(ada, make_document(ada, f"More {number}"), f"connection-{number}")
    with django_assert_num_queries(len(few.captured_queries)):
        listed(staff)


def test_documents_are_locked_and_unlocked_for_everybody(staff: Client) -> None:
    document = make_document(make_user())
    before = access_version(document)
    act(staff, DOCUMENTS, "lock", document)
    document.refresh_from_db()
    assert document.locked_at
    assert access_version(document) == before + 1
    act(staff, DOCUMENTS, "unlock", document)
    document.refresh_from_db()
    assert document.locked_at is None


@pytest.mark.parametrize(("keeps", "left"), [("30", Role.EDITOR), ("10", Role.VIEWER), ("nothing", None)])
def test_the_owner_is_changed_and_the_old_one_keeps_what_was_chosen(
    staff: Client, keeps: str, left: Role | None
) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, "Plan", ben=(ben, Role.VIEWER))
    before = access_version(document)
    asked = text_of(act(staff, DOCUMENTS, "change_owner", document))
    assert "Address of the new owner" in asked
    assert "Plan" in asked
    assert access_version(document) == before
    act(staff, DOCUMENTS, "change_owner", document, confirmed="yes", owner=ben.email.upper(), keeps=keeps)
    roles = dict(Membership.objects.filter(document=document).values_list("user", "role"))
    assert roles == {ben.pk: Role.OWNER, **({ada.pk: left} if left else {})}
    assert access_version(document) > before
    assert AuditEvent.objects.filter(action="document.owner_changed", document=document.pk).exists()


def test_a_new_owner_who_may_not_sign_in_is_refused(staff: Client) -> None:
    ada, gone = make_user("Ada"), make_user("Gone", is_active=False)
    document = make_document(ada)
    answer = act(staff, DOCUMENTS, "change_owner", document, confirmed="yes", owner=gone.email, keeps="30")
    assert "Nobody with this address may sign in" in text_of(answer)
    assert Membership.objects.get(document=document).user == ada


def test_only_what_is_in_the_trash_is_deleted_for_good_and_only_after_asking(staff: Client) -> None:
    ada = make_user()
    kept, gone = make_document(ada, "Kept"), make_document(ada, "Gone")
    trash_documents([gone.pk], ada)
    assert "Only documents in the trash" in text_of(act(staff, DOCUMENTS, "delete_for_good", kept, confirmed="yes"))
    assert "nothing brings them back" in text_of(act(staff, DOCUMENTS, "delete_for_good", kept, gone))
    act(staff, DOCUMENTS, "delete_for_good", kept, gone, confirmed="yes")
    page = listed(staff)
    assert ("Kept" in page, "Gone" in page) == (True, False)
    event = AuditEvent.objects.get(action="document.deleted")
    assert (event.document, event.actor_name) == (gone.pk, "Boss")


def test_a_change_of_members_is_in_the_audit_log(staff: Client) -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    owner = Membership.objects.get(document=document)
    rows = {
        "memberships-TOTAL_FORMS": 2,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": owner.pk,
        "memberships-0-document": document.pk,
        "memberships-0-user": ada.pk,
        "memberships-0-role": 40,
        "memberships-1-document": document.pk,
        "memberships-1-user": make_user("Ben").pk,
        "memberships-1-role": 30,
    }
    staff.post(f"/admin/{DOCUMENTS}/{document.pk}/change/", rows)
    event = AuditEvent.objects.get(action="admin.changed")
    assert (event.document, event.subject, event.address) == (document.pk, "Plan", "127.0.0.1")
    assert "membership" in event.details["change"]


def test_members_change_under_the_lock_on_rights_and_an_owner_stays(staff: Client) -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    owner = Membership.objects.get(document=document)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    rows = {
        "memberships-TOTAL_FORMS": 2,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": owner.pk,
        "memberships-0-document": document.pk,
        "memberships-0-user": ada.pk,
        "memberships-0-role": 40,
        "memberships-1-document": document.pk,
        "memberships-1-user": make_user("Ben").pk,
        "memberships-1-role": 30,
    }
    with CaptureQueriesContext(connection) as captured:
        answer = staff.post(f"/admin/{DOCUMENTS}/{document.pk}/change/", rows, follow=True)
    statements = [query["sql"] for query in captured.captured_queries]
    locked, read = (
        next(number for number, statement in enumerate(statements) if word in statement)
        for word in ("pg_advisory_xact_lock", '"editor_membership"')
    )
    assert locked < read
    assert "A document needs an owner." in text_of(answer)
    assert Membership.objects.filter(document=document).count() == 1


def test_sizes_are_measured_by_day_and_shown_with_their_growth(staff: Client) -> None:
    ada = make_user()
    document, still = make_document(ada, "Grows"), make_document(ada, "Still")
    Document.objects.filter(pk=document.pk).update(text="x" * 500)
    sizes.measure()
    Document.objects.filter(pk=document.pk).update(text="x" * 700)
    sizes.measure()  # again on the same day: measured anew
    assert DocumentSize.objects.get(document=document).text == 700
    day = SizesOfDay.objects.get()
    assert (day.text, day.documents) == (700, 2)
    yesterday = timezone.now().date() - timedelta(days=1)
    DocumentSize.objects.filter(document=document).update(day=yesterday - timedelta(days=100))
    SizesOfDay.objects.update(day=yesterday - timedelta(days=100))
    Document.objects.filter(pk=still.pk).update(edited_at=timezone.now() - timedelta(days=300))
    Document.objects.filter(pk=document.pk).update(edited_at=timezone.now() - timedelta(days=300))
    sizes.measure()  # nothing was edited: what was measured last stays, and counts
    assert SizesOfDay.objects.get(day=timezone.now().date()).text == 700
    page = text_of(staff.get(f"/admin/{DOCUMENTS}/{document.pk}/change/"))
    assert "Size by day" in page


def test_before_the_first_night_a_document_shows_what_it_takes_now(staff: Client) -> None:
    document = make_document(make_user(), "Fresh")
    Document.objects.filter(pk=document.pk).update(text="x" * 500)
    page = text_of(staff.get(f"/admin/{DOCUMENTS}/{document.pk}/change/"))
    assert "Size by day" in page
    assert timezone.now().date().isoformat() in page
    assert not DocumentSize.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_verifying_and_compacting_are_jobs_whose_outcome_stands_on_the_page() -> None:
    staff, ada = client_of(boss()), make_user()
    document = make_document(ada)
    realtime().write(document.pk, lambda doc: replace_title(doc, "Minutes"), ada.pk, Source.SYSTEM)
    for action in ("verify", "compact", "verify"):
        act(staff, DOCUMENTS, action, document)
    assert Upkeep.objects.count() == 2  # what waits isn't asked twice
    jobs = ProcrastinateJob.objects.filter(task_name="editor.operations.tasks.do_upkeep")
    for job in jobs:
        upkeep.do(job.args["upkeep_id"])
        upkeep.do(job.args["upkeep_id"])
    page = text_of(staff.get(f"/admin/{DOCUMENTS}/{document.pk}/change/"))
    assert "The log is whole" in page
    assert "There is a snapshot of number 1 now" in page
    assert Snapshot.objects.filter(document=document).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broken_log_is_said_to_be_not_fine() -> None:
    staff, ada = client_of(boss()), make_user()
    document = make_document(ada)
    realtime().write(document.pk, lambda doc: replace_title(doc, "Minutes"), ada.pk, Source.SYSTEM)
    document.log_head.__class__.objects.filter(document=document).update(head=7)
    act(staff, DOCUMENTS, "verify", document)
    upkeep.do(Upkeep.objects.get().pk)
    page = text_of(staff.get(f"/admin/{DOCUMENTS}/{document.pk}/change/"))
    assert "Not fine." in page
    assert "the head is 7" in page
