"""Who may sign in."""

from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """An id that sorts by the time it was made."""
    return uuid7()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


# Where the addresses are of those whose account has ended (editor/profile/deletion.py).
DELETED_DOMAIN = "@deleted.invalid"


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the name to sign in with; it is unique without regard to case.

    `picture` names their picture in the bucket. Without a language or a time zone of their own, the browser's language
    and the server's time hold. `renewal` lets sessions outlive a stronger encoding of the same password: which encoding
    it is for, and the hash that the sessions have. For any other password it says nothing, however that was set.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    picture = models.UUIDField(null=True, editable=False)
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    time_zone = models.CharField(max_length=64, blank=True, default="", db_default="")
    renewal = models.CharField(max_length=160, blank=True, default="", db_default="", editable=False)
    is_staff = models.BooleanField(default=False, help_text=_("May use the administration."))
    is_active = models.BooleanField(default=True, help_text=_("May sign in. Clear this instead of deleting."))
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_unique_without_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name others see; before one is given, the part of the address before the @."""
        if self.email.endswith(DELETED_DOMAIN):
            return gettext("Deleted user")
        return self.name or self.email.partition("@")[0]

    def check_password(self, raw_password: str | None) -> bool:
        """Renews an encoding that is older than what new passwords get, as Django does, but ends no session by it."""
        return check_password(raw_password, self.password, self._renew)

    async def acheck_password(self, raw_password: str | None) -> bool:
        return await sync_to_async(self.check_password)(raw_password)

    def _renew(self, raw_password: str) -> None:
        old, sessions = self.password, self.get_session_auth_hash()
        new = make_password(raw_password)
        renewal = f"{_digest(new)}:{sessions}"
        # Not over a password that has been set in the meantime.
        if User.objects.filter(pk=self.pk, password=old).update(password=new, renewal=renewal):
            self.password, self.renewal = new, renewal

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        encoding, _colon, sessions = self.renewal.partition(":")
        if sessions and encoding == _digest(self.password):
            return sessions
        found: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return found


def _digest(encoded: str) -> str:
    return sha256(encoded.encode()).hexdigest()


class UserSession(models.Model):
    """Where and when a session was used: what its owner knows it by. Django has the session itself, by the same key."""

    session_key = models.CharField(max_length=40, primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    address = models.GenericIPAddressField(null=True, editable=False)
    user_agent = models.CharField(max_length=300, blank=True, editable=False)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.user_id} at {self.address}"


class Token(models.Model):
    """A secret that stands for a user in `Authorization: Bearer …`. Only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An address that may sign up while sign-up is for invited people only."""

    email = models.EmailField(unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return self.email


class Visitor(models.Model):
    """Somebody without an account who came by a document's link: known by a signed cookie, and an author like others.

    `user` is the account that they signed in to later, whose name then stands for theirs. `seen_at` is the day of their
    last use; None where nobody ever came back with the cookie, as programs that follow links don't.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="visits")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name others see."""
        return self.user.display_name if self.user is not None else gettext("Guest")
