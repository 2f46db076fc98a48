"""Where sharing is. A document's own page stands here too: who may not open it can ask, or give a link's password."""

from django.urls import path

from editor.sharing import (
    dialog_views,
    document_view,
    invitation_views,
    link_views,
    public_views,
    request_views,
    standing_views,
)

_DOCUMENT = "documents/<uuid:document_id>"
_INVITATION = f"{_DOCUMENT}/invitations/<uuid:invitation_id>"

urlpatterns = [
    path(f"{_DOCUMENT}/", document_view.document, name="document"),
    path(f"{_DOCUMENT}/members", dialog_views.member_list, name="document_members"),
    path(f"{_DOCUMENT}/members/offered", dialog_views.offered, name="document_offered"),
    path(f"{_DOCUMENT}/members/<uuid:user_id>", dialog_views.member, name="document_member"),
    path(f"{_DOCUMENT}/teams/<uuid:team_id>", dialog_views.team, name="document_team"),
    path(_INVITATION, invitation_views.waiting, name="document_invitation"),
    path(f"{_INVITATION}/again", invitation_views.again, name="document_invitation_again"),
    path(f"{_DOCUMENT}/leaving", standing_views.leaving, name="document_leaving"),
    path(f"{_DOCUMENT}/ownership", standing_views.ownership, name="document_ownership"),
    path(f"{_DOCUMENT}/inheriting", standing_views.inheriting, name="document_inheriting"),
    path(f"{_DOCUMENT}/lock", standing_views.lock, name="document_lock"),
    path(f"{_DOCUMENT}/standing", standing_views.standing, name="document_standing"),
    path(f"{_DOCUMENT}/link", link_views.document_link, name="document_link"),
    path(f"{_DOCUMENT}/link/renewed", link_views.renewed, name="document_link_renewed"),
    path(f"{_DOCUMENT}/link/password", link_views.password, name="document_link_password"),
    path(f"{_DOCUMENT}/ask", request_views.ask, name="document_ask"),
    path(f"{_DOCUMENT}/requests/<uuid:request_id>", request_views.answer, name="document_request"),
    path("s/<slug:secret>", link_views.link, name="link"),
    path("invitations/<slug:secret>", invitation_views.invitation, name="invitation"),
    path("invited/", invitation_views.invited, name="invited"),
    path("published/<uuid:document_id>/", public_views.published, name="published"),
    path("robots.txt", public_views.robots, name="robots"),
]
