"""Tokens and invitations in the administration. People are in `operations`, with what is theirs elsewhere."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from editor.accounts.actions import changing_standing
from editor.accounts.models import Invitation, Token, User
from editor.accounts.ports import standing
from editor.accounts.tokens import digest_of, new_secret
from editor.audit.admin import Audited


@admin.register(Token)
class TokenAdmin(Audited):
    list_display = ("name", "user", "created_at", "expires_at")
    search_fields = ("name", "user__email")
    fields = ("user", "name", "expires_at")
    autocomplete_fields = ("user",)

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A superuser's token is as good as being one."""
        if db_field.name == "user" and not request.user.is_superuser:
            kwargs["queryset"] = User.objects.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        secret = new_secret()
        obj.digest = digest_of(secret)
        super().save_model(request, obj, form, change)
        self.message_user(request, _("The token, shown this once: {secret}").format(secret=secret), messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Token) -> None:
        with changing_standing(obj.user_id):
            super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        user_ids = set(queryset.values_list("user_id", flat=True))
        standing().hold()
        super().delete_queryset(request, queryset)
        for user_id in user_ids:
            standing().changed(user_id)


@admin.register(Invitation)
class InvitationAdmin(Audited):
    list_display = ("email", "invited_by", "created_at")
    search_fields = ("email",)
    fields = ("email",)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if isinstance(request.user, User) and not change:
            obj.invited_by = request.user
        super().save_model(request, obj, form, change)


class ForSuperusers(Audited):
    """What leads to being somebody who may more. The permissions that Django has for it allow nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)


class GroupsAdmin(ForSuperusers, GroupAdmin):
    """Their permissions."""


class AddressesAdmin(ForSuperusers, EmailAddressAdmin):  # type: ignore[misc] # allauth says no types
    """A verified one is where a new password is sent to."""


class AccountsElsewhereAdmin(ForSuperusers, SocialAccountAdmin):  # type: ignore[misc]
    """Whoever has the account signs in with it."""


def _is_superuser(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_active and request.user.is_superuser


for model, model_admin in (
    (Group, GroupsAdmin),
    (EmailAddress, AddressesAdmin),
    (SocialAccount, AccountsElsewhereAdmin),
):
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
# Secrets of people, and what the environment says already.
admin.site.unregister([Authenticator, SocialApp, SocialToken])
