"""The kinds of things that people are told, what each says, and how it comes where a person has chosen nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from editor.notifications.models import Mail

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """`text` may name {actor} and {what}: the document, or the subject where there is none.

    What is `direct` is meant for this person alone, and is told of muted documents too (though not by mail). What
    `gives_access` may have put documents into the person's lists.
    """

    label: "Lazy"
    text: "Lazy"
    mail: Mail = Mail.NOW
    direct: bool = False
    gives_access: bool = False


KINDS: Mapping[str, Kind] = {
    "mention": Kind(_("Somebody mentions you"), _("{actor} mentioned you in {what}"), direct=True),
    "shared": Kind(
        _("Something is shared with you"), _("{actor} shared {what} with you"), direct=True, gives_access=True
    ),
    "access_request": Kind(_("Somebody asks for access"), _("{actor} asks for access to {what}"), direct=True),
    "access_granted": Kind(
        _("You get the access you asked for"), _("{actor} gave you access to {what}"), direct=True, gives_access=True
    ),
    "ownership": Kind(
        _("A document is handed over to you"), _("{actor} made you the owner of {what}"), direct=True, gives_access=True
    ),
    "invitation": Kind(
        _("You are added to a team or a space"), _("{actor} added you to {what}"), direct=True, gives_access=True
    ),
    "edited": Kind(_("A document that you watch is edited"), _("{actor} edited {what}"), Mail.DIGEST),
}
