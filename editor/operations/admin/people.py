"""People in the administration: what is theirs, where they are signed in, and letting them go without loss."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editor.accounts.actions import changing_standing, set_active
from editor.accounts.models import User
from editor.accounts.sessions import forget_sessions
from editor.audit.addresses import address_of
from editor.audit.admin import Audited
from editor.audit.recording import record
from editor.documents.models import Document, Membership, Role
from editor.media.models import MediaFile, State
from editor.operations.admin.asking import HeirForm, Question, ask, is_answered
from editor.operations.ownership import change_owner, owned_alone
from editor.realtime.models import live_sessions
from editor.spaces.handing_over import hand_over_spaces, spaces_owned_alone
from editor.spaces.models import Space


class NewUserForm(forms.ModelForm):
    """Without a password: the person chooses one by way of "Forgot your password?"."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is a user with this address already."))
        return email

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.set_unusable_password()
        if commit:
            user.save()
        return user


class PasswordForm(AdminPasswordChangeForm):
    """A new password ends the person's sessions, and with them their open documents."""

    def save(self, commit: bool = True) -> User:
        with changing_standing(self.user.pk):
            user: User = super().save(commit)
        return user


RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class PeopleActions(admin.ModelAdmin):
    """The list's actions. Who asks deactivates nobody who may do more than they: not themselves, no superuser."""

    actions: Sequence[Any] = ("deactivate", "activate", "hand_over", "sign_out", "reset_second_factor")

    def has_hand_over_permission(self, request: HttpRequest) -> bool:
        """It makes somebody the owner of what they could not open before."""
        needed = ("editor.change_user", "editor.change_document", "editor.change_space")
        return _by(request).has_perms(needed)

    def _within_reach(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        """Of these, those that the administrator may act on."""
        if _by(request).is_superuser or not people.filter(is_superuser=True).exists():
            return people
        self.message_user(request, _("Only a superuser may do this to a superuser."), messages.WARNING)
        return people.filter(is_superuser=False)

    @admin.action(
        permissions=["change"], description=gettext_lazy("Deactivate …: ends their sessions and open documents")
    )
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        others = self._within_reach(request, queryset.exclude(pk=_by(request).pk))
        orphans = _orphans(others) if self.has_hand_over_permission(request) else []
        if orphans and not is_answered(request):
            return self._ask_for_heir(request, "deactivate", _("Deactivate"), orphans, HeirForm())
        form = HeirForm(request.POST)
        if orphans and not form.is_valid():
            return self._ask_for_heir(request, "deactivate", _("Deactivate"), orphans, form)
        with transaction.atomic():
            if orphans and form.cleaned_data["heir"]:
                self._hand_over(request, others, form.cleaned_data["heir"])
            self._set_active(request, others, active=False)
        return None

    @admin.action(permissions=["change"], description=gettext_lazy("Activate"))
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        others = self._within_reach(request, queryset.exclude(pk=_by(request).pk))
        self._set_active(request, others, active=True)

    @admin.action(permissions=["hand_over"], description=gettext_lazy("Hand over what only they own …"))
    def hand_over(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        people = self._within_reach(request, queryset)
        orphans = _orphans(people)
        if not orphans:
            self.message_user(request, _("Each of their documents and spaces has another owner too."), messages.SUCCESS)
            return None
        form = HeirForm(request.POST if is_answered(request) else None)
        form.fields["heir"].required = True
        form.fields["heir"].help_text = ""
        if not form.is_valid():
            return self._ask_for_heir(request, "hand_over", _("Hand over"), orphans, form)
        self._hand_over(request, people, form.cleaned_data["heir"])
        return None

    @admin.action(permissions=["change"], description=gettext_lazy("Sign out everywhere"))
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = list(self._within_reach(request, queryset))
        for user in people:
            with changing_standing(user.pk):
                forget_sessions(user)
                self._note(request, "account.sessions_ended", user)
        self._say(
            request, ngettext("%(n)d person was signed out.", "%(n)d people were signed out.", len(people)), people
        )

    @admin.action(
        permissions=["change"], description=gettext_lazy("Reset passkeys and codes: the password alone lets them in")
    )
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = list(self._within_reach(request, queryset))
        for user in people:
            with changing_standing(user.pk):
                Authenticator.objects.filter(user=user).delete()
                self._note(request, "account.second_factor_reset", user)
        self._say(request, ngettext("%(n)d person was reset.", "%(n)d people were reset.", len(people)), people)

    def _ask_for_heir(
        self, request: HttpRequest, action: str, title: str, orphans: list[Document | Space], form: HeirForm
    ) -> HttpResponse:
        text = ngettext(
            "%(n)d document or space has no other owner. Whoever takes it may do everything with it.",
            "%(n)d documents and spaces have no other owner. Whoever takes them may do everything with them.",
            len(orphans),
        ) % {"n": len(orphans)}
        return ask(self, request, Question(action, title, text, title, orphans), form)

    def _hand_over(self, request: HttpRequest, people: QuerySet[User], heir: User) -> None:
        """Who hands over goes on to edit, while they may sign in."""
        documents = spaces = 0
        for user in people.exclude(pk=heir.pk):
            spaces += hand_over_spaces(user, heir, _by(request))
            ids = list(owned_alone(user).values_list("pk", flat=True))
            documents += change_owner(ids, heir, _by(request), Role.EDITOR, instead_of=user)
        said = ngettext("%(name)s owns %(n)d document more.", "%(name)s owns %(n)d documents more.", documents)
        self.message_user(request, said % {"name": heir.display_name, "n": documents}, messages.SUCCESS)
        if spaces:
            said = ngettext("%(name)s owns %(n)d space more.", "%(name)s owns %(n)d spaces more.", spaces)
            self.message_user(request, said % {"name": heir.display_name, "n": spaces}, messages.SUCCESS)

    def _set_active(self, request: HttpRequest, users: QuerySet[User], *, active: bool) -> None:
        people = list(users)
        for user in people:
            set_active(user.pk, active=active)
            self._note(request, "account.activated" if active else "account.deactivated", user)
        said = _("Activated: {count}.") if active else _("Deactivated: {count}.")
        self.message_user(request, said.format(count=len(people)), messages.SUCCESS)

    def _note(self, request: HttpRequest, action: str, user: User) -> None:
        record(action, _by(request), subject=user.email, address=address_of(request))

    def _say(self, request: HttpRequest, text: str, people: list[User]) -> None:
        self.message_user(request, text % {"n": len(people)}, messages.SUCCESS)


@admin.register(User)
class UserAdmin(PeopleActions, Audited, DjangoUserAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login", "documents", "files", "live")
    list_filter = ("is_active", "is_staff")
    list_per_page = 50
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined", "documents", "files", "live", "signed_in", "in_teams", "audit")
    add_form = NewUserForm
    change_password_form = PasswordForm
    add_fieldsets = ((None, {"fields": ("email", "name")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (gettext_lazy("What is theirs"), {"fields": ("documents", "files", "live", "signed_in", "in_teams", "audit")}),
        (gettext_lazy("Rights"), {"fields": ("is_active", *RIGHTS)}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users: QuerySet[User] = super().get_queryset(request)
        owned = Membership.objects.filter(user=OuterRef("pk"), role=Role.OWNER, document__removed_at__isnull=True)
        uploaded = MediaFile.objects.filter(uploader=OuterRef("pk")).exclude(state=State.GOING)
        return users.annotate(
            owned_count=_of_person(owned.values("user"), Count("pk")),
            file_bytes=_of_person(uploaded.values("uploader"), Sum("size")),
            live_count=_of_person(live_sessions().filter(reader_id=OuterRef("pk")).values("reader_id"), Count("pk")),
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        with changing_standing(obj.pk):
            super().save_model(request, obj, form, change)
        if change and not obj.is_active and owned_alone(obj).exists():
            text = _("Some of their documents have no other owner. Hand them over with the list's action.")
            self.message_user(request, text, messages.WARNING)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        within_reach = obj is None or not obj.is_superuser or _by(request).is_superuser
        return within_reach and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who may change people may not give themselves more than that."""
        fields = super().get_readonly_fields(request, obj)
        return fields if _by(request).is_superuser else (*fields, *RIGHTS)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what somebody wrote refers to them. Deactivate instead."""
        return False

    @admin.display(description=gettext_lazy("own documents"))
    def documents(self, user: Any) -> str:
        return _link("document", f"memberships__user={user.pk}", user.owned_count)

    @admin.display(description=gettext_lazy("files"))
    def files(self, user: Any) -> str:
        return _link("mediafile", f"q={user.email}", filesizeformat(user.file_bytes))

    @admin.display(description=gettext_lazy("open now"))
    def live(self, user: Any) -> str:
        return _link("livesession", f"reader_id={user.pk}", user.live_count)

    @admin.display(description=gettext_lazy("signed in at"))
    def signed_in(self, user: User) -> str:
        count = user.sessions.count()
        return ngettext("%(n)d browser", "%(n)d browsers", count) % {"n": count}

    @admin.display(description=gettext_lazy("teams"))
    def in_teams(self, user: Any) -> str:
        return ", ".join(member.team.name for member in user.teams.select_related("team").order_by("team__name")) or "—"

    @admin.display(description=gettext_lazy("audit log"))
    def audit(self, user: User) -> str:
        return _link("auditevent", f"actor={user.pk}", _("What they did"))


def _of_person(rows: QuerySet[Any], aggregate: Any) -> Any:
    found = rows.order_by().annotate(found=aggregate).values("found")
    return Coalesce(Subquery(found, output_field=BigIntegerField()), 0)


def _link(model: str, query: str, text: object) -> str:
    return format_html('<a href="{}?{}">{}</a>', reverse(f"admin:editor_{model}_changelist"), query, text)


def _orphans(people: QuerySet[User]) -> list[Document | Space]:
    """The documents and spaces that would have no owner without these people."""
    orphans: list[Document | Space] = []
    for user in people:
        orphans += [*spaces_owned_alone(user), *owned_alone(user)]
    return orphans


def _by(request: HttpRequest) -> User:
    by: Any = request.user
    return by  # type: ignore[no-any-return] # the administration's gate let nobody else in
