"""Whom a person can be offered: people they share something with. The administration is offered everybody."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.actions import Refused
from editor.documents.limits import MAX_OFFERED
from editor.documents.models import Document
from editor.teams.access import keeps_teams
from editor.teams.models import Team, TeamMember


def known_people(user: User) -> QuerySet[User]:
    """Those with an account in use who are in a document, a space or a team with the user; or everybody."""
    active = User.objects.filter(is_active=True)
    if keeps_teams(user):
        return active
    teams = TeamMember.objects.filter(user=user).values("team_id")
    documents = Document.objects.filter(Q(memberships__user=user) | Q(team_shares__team__in=teams)).values("pk")
    ways: list[QuerySet[User]] = [
        User.objects.filter(pk=user.pk),
        User.objects.filter(teams__team__in=teams),
        User.objects.filter(memberships__document__in=documents),
        User.objects.filter(teams__team__shares__document__in=documents),
        User.objects.filter(spaces__space__members__user=user),
        User.objects.filter(spaces__space__members__team__in=teams),
        User.objects.filter(teams__team__spaces__space__members__user=user),
        User.objects.filter(teams__team__spaces__space__members__team__in=teams),
    ]
    known = Q()
    for way in ways:
        known |= Q(pk__in=way.values("pk"))
    return active.filter(known)


def find_known(user: User, text: str) -> QuerySet[User]:
    """Of those, whose name (or address) begins a word with what was typed, by name."""
    return known_by_name(user, text)[:MAX_OFFERED]


def known_by_name(user: User, text: str) -> QuerySet[User]:
    return begins_with(known_people(user), text).order_by("name", "email")


def begins_with(people: QuerySet[User], text: str) -> QuerySet[User]:
    wanted = text.strip()
    return people.filter(Q(name__istartswith=wanted) | Q(name__icontains=f" {wanted}") | Q(email__istartswith=wanted))


def find_teams(text: str) -> QuerySet[Team]:
    """Teams with what was typed in their name. Everybody signed in may know them, to share with them."""
    return Team.objects.filter(name__icontains=text.strip()).order_by("name")[:MAX_OFFERED]


def find_team(user: User, text: str) -> Team | None:
    """The team with exactly this name. An address never means one: whoever is named by it must not be mistaken.

    Raises Refused where a person whom the user knows has that name too.
    """
    wanted = text.strip()
    team = None if "@" in wanted else Team.objects.filter(name__iexact=wanted).first()
    if team is not None and known_people(user).filter(name__iexact=wanted).exists():
        raise Refused(_("A team and a person have this name. Choose one of them from the list."))
    return team


def hold_person(user: User, text: str) -> User | None:
    """Whom the user means, locked: a person who is deactivated at this moment either isn't found, or loses with their
    other rights what they are given now."""
    meant = _person_meant(user, text)
    if meant is None:
        return None
    return User.objects.select_for_update(no_key=True).filter(pk=meant.pk, is_active=True).first()


def _person_meant(user: User, text: str) -> User | None:
    """The account with this address; or by name, if exactly one of those the user knows has it."""
    wanted = text.strip()
    if "@" in wanted:
        return User.objects.filter(email__iexact=wanted, is_active=True).first()
    named = list(known_people(user).filter(name__iexact=wanted)[:2])
    return named[0] if len(named) == 1 else None
