"""People in the administration: users, tokens, invitations."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from editor.accounts.actions import changing_standing, set_active
from editor.accounts.models import Invitation, Token, User
from editor.accounts.ports import standing
from editor.accounts.tokens import digest_of, new_secret


class NewUserForm(forms.ModelForm):
    """Without a password: the person chooses one by way of "Forgot your password?"."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("There is a user with this address already.")
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


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")
    add_form = NewUserForm
    change_password_form = PasswordForm
    add_fieldsets = ((None, {"fields": ("email", "name")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    actions = ("deactivate", "activate")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        with changing_standing(obj.pk):
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what somebody wrote refers to them. Deactivate instead."""
        return False

    @admin.action(description="Deactivate: ends their sessions and open documents")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset.exclude(email=request.user.get_username()), active=False)

    @admin.action(description="Activate")
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, active=True)

    def _set_active(self, request: HttpRequest, users: QuerySet[User], *, active: bool) -> None:
        ids = list(users.values_list("pk", flat=True))
        for user_id in ids:
            set_active(user_id, active=active)
        self.message_user(request, f"{'Activated' if active else 'Deactivated'}: {len(ids)}.", messages.SUCCESS)


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "created_at", "expires_at")
    search_fields = ("name", "user__email")
    fields = ("user", "name", "expires_at")
    autocomplete_fields = ("user",)

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        secret = new_secret()
        obj.digest = digest_of(secret)
        super().save_model(request, obj, form, change)
        self.message_user(request, f"The token, shown this once: {secret}", messages.WARNING)

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
class InvitationAdmin(admin.ModelAdmin):
    list_display = ("email", "invited_by", "created_at")
    search_fields = ("email",)
    fields = ("email",)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if isinstance(request.user, User) and not change:
            obj.invited_by = request.user
        super().save_model(request, obj, form, change)


# Secrets of people, and what the environment says already.
admin.site.unregister([Authenticator, SocialApp, SocialToken])
