"""The end of an account: what happens to documents, what is left of the person."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from editor.accounts.actions import invite
from editor.accounts.models import Invitation, Token, User, UserSession
from editor.accounts.tokens import issue_token
from editor.audit.models import AuditEvent
from editor.documents.access import access_document, find_rights
from editor.documents.actions import Place, create_document, set_inherits
from editor.documents.models import Document, Membership, Role
from editor.notifications.models import Notification
from editor.notifications.notify import notify
from editor.notifications.saying import plain_sentence
from editor.profile.deletion import DELETED_NAME, owned_alone
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember
from tests.people import PASSWORD, access_version, client_of, make_document, make_user

pytestmark = pytest.mark.django_db

URL = "/settings/delete/"


@pytest.fixture
def ada() -> User:
    cache.clear()
    return make_user("Ada")


@pytest.fixture
def ben() -> User:
    return make_user("Ben")


def delete(user: User, form: dict[str, str] | None = None, client: Client | None = None) -> str:
    """What is said if it wasn't done."""
    answer = (client or client_of(user)).post(URL, {"confirm": user.email, "fate": "hand-over", **(form or {})})
    if answer.status_code == 302:
        return ""
    return " ".join(answer.content.decode().split())


def role_of(user: User, document: Document) -> Role | None:
    rights = find_rights(user.pk, document.pk)
    return None if rights is None else rights.role


def test_only_what_nobody_else_owns_is_asked_about_and_only_its_top(ada: User, ben: User) -> None:
    top, _shared = make_document(ada, "Top"), make_document(ada, "Shared", ben=(ben, Role.OWNER))
    below = create_document(ada, Place(parent_id=top.pk))
    cut = create_document(ada, Place(parent_id=top.pk))
    Document.objects.filter(pk=cut.pk).update(inherits=False, inherits_from=[], title="Cut")
    Membership.objects.create(document=cut, user=ada, role=Role.OWNER)
    make_document(ben, "Another's", ada=(ada, Role.EDITOR))
    space = Space.objects.create(name="Space")
    SpaceMember.objects.create(space=space, user=ada, role=Role.OWNER)
    create_document(ada, Place(space_id=space.pk))
    alone = owned_alone(ada)
    assert [one.title for one in alone.documents] == ["Cut", "Top"]
    assert alone.spaces == [space]
    assert below not in alone.documents


def test_documents_go_to_who_is_named_or_to_the_trash_and_others_lose_nothing(ada: User, ben: User) -> None:
    eve = make_user("Eve")
    kept, thrown, hers = make_document(ada, "Kept"), make_document(ada, "Thrown"), make_document(ada, "Hers")
    common = make_document(ben, "Common", ada=(ada, Role.OWNER), eve=(eve, Role.VIEWER))
    versions = {one: access_version(one) for one in (kept, common)}
    form = {f"document-{thrown.pk}": "trash", f"document-{hers.pk}": eve.email, "heir": ben.email.upper()}
    assert delete(ada, form) == ""
    assert (role_of(ben, kept), role_of(eve, hers)) == (Role.OWNER, Role.OWNER)
    thrown.refresh_from_db()
    assert thrown.is_trashed
    assert (role_of(ben, common), role_of(eve, common)) == (Role.OWNER, Role.VIEWER)
    assert all(access_version(one) > version for one, version in versions.items())
    assert AuditEvent.objects.filter(action="document.handed_over").count() == 2


def test_what_is_below_the_trashed_one_and_handed_over_is_not_trashed(ada: User, ben: User) -> None:
    top = make_document(ada, "Top")
    cut = create_document(ada, Place(parent_id=top.pk))
    Document.objects.filter(pk=cut.pk).update(inherits=False, inherits_from=[])
    Membership.objects.create(document=cut, user=ada, role=Role.OWNER)
    assert delete(ada, {"heir": ben.email, f"document-{top.pk}": "trash"}) == ""
    assert Document.objects.get(pk=top.pk).is_trashed
    assert role_of(ben, cut) is Role.OWNER


def test_nothing_about_the_person_is_left_but_the_row_that_the_log_names(ada: User, ben: User) -> None:
    email = ada.email
    make_document(ben, "Common", ada=(ada, Role.EDITOR))
    TeamMember.objects.create(team=Team.objects.create(name="Team"), user=ada)
    SpaceMember.objects.create(space=Space.objects.create(name="Space"), user=ada, role=Role.VIEWER)
    EmailAddress.objects.create(user=ada, email=email, verified=True, primary=True)
    SocialAccount.objects.create(user=ada, provider="sso", uid="ada")
    issue_token(ada, "A script")
    invite(email)
    client, elsewhere = client_of(ada), client_of(ada)
    for browser in (client, elsewhere):
        browser.get("/settings/sessions/")
    assert delete(ada, client=client) == ""
    ada.refresh_from_db()
    assert (ada.name, ada.email) == ("Deleted user", f"{ada.pk.hex}@deleted.invalid")
    assert (ada.is_active, ada.has_usable_password(), ada.picture) == (False, False, None)
    for model in (EmailAddress, SocialAccount, Authenticator, Token, UserSession, TeamMember, SpaceMember):
        assert not model._default_manager.filter(user=ada).exists()
    assert not Membership.objects.filter(user=ada).exists()
    assert not Invitation.objects.filter(email=email).exists()
    assert [browser.get("/").status_code for browser in (client, elsewhere)] == [302, 302]
    assert "Your account is deleted" in client.get("/accounts/login/").content.decode()
    event = AuditEvent.objects.get(action="account.deleted")
    assert (event.actor, event.actor_name) == (ada.pk, "Deleted user")
    User.objects.create_user(email, name="Another Ada")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"confirm": "somebody@example.org"}, "isn&#x27;t your e-mail address"),
        ({"heir": ""}, "who gets your documents"),
        ({"heir": "nobody@example.org"}, "Nobody else with the address nobody@example.org"),
    ],
)
def test_what_is_not_clear_is_said_and_nothing_happens(ada: User, form: dict[str, str], said: str) -> None:
    document = make_document(ada, "Mine")
    assert said in delete(ada, form)
    assert role_of(ada, document) is Role.OWNER
    assert User.objects.get(pk=ada.pk).is_active


def test_nobody_inherits_from_themselves_or_is_given_by_a_deactivated_one(ada: User) -> None:
    make_document(ada, "Mine")
    assert "Nobody else" in delete(ada, {"heir": ada.email})
    assert "Nobody else" in delete(ada, {"heir": make_user("Eve", is_active=False).email})


def test_a_space_is_handed_over_never_trashed(ada: User, ben: User) -> None:
    space = Space.objects.create(name="Chapter")
    SpaceMember.objects.create(space=space, user=ada, role=Role.OWNER)
    assert "“Chapter”" in delete(ada, {"fate": "trash"})
    assert delete(ada, {"heir": ben.email}) == ""
    assert SpaceMember.objects.get(space=space).user == ben


def test_the_only_administrator_stays(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert "only administrator" in delete(ada)
    make_user("Ben", is_superuser=True)
    assert delete(ada) == ""


def test_what_is_cut_off_below_goes_to_the_trash_with_what_is_above(ada: User) -> None:
    plan = make_document(ada, "A plan")
    notes = create_document(ada, Place(parent_id=plan.pk))
    set_inherits(access_document(ada, notes.pk), ada, inherits=False)
    Document.objects.filter(pk=notes.pk).update(title="Notes")
    assert delete(ada, {"fate": "trash"}) == ""
    assert set(Document.objects.values_list("trashed_with", flat=True)) == {plan.pk}


def test_somebody_elses_documents_are_not_given_away(ada: User, ben: User) -> None:
    eve = make_user("Eve")
    document = make_document(ben, "Ben's", ada=(ada, Role.EDITOR))
    assert delete(ada, {f"document-{document.pk}": eve.email, "document-nonsense": eve.email}) == ""
    assert role_of(eve, document) is None


def test_it_takes_the_password_again(ada: User) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    client = client_of(ada)
    assert client.get(URL).headers["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(URL, {"confirm": ada.email, "fate": "trash"}).status_code == 302
    assert User.objects.get(pk=ada.pk).is_active
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert delete(ada, client=client) == ""


def test_what_others_were_told_names_the_person_no_more(ada: User, ben: User) -> None:
    notify("shared", [ben], actor=ada, document=make_document(ben))
    assert delete(ada) == ""
    told = Notification.objects.select_related("actor").get(recipient=ben)
    assert told.actor_name == ""
    assert plain_sentence(told).startswith(DELETED_NAME)
