"""The one Django application."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Scriptorium"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ties together what must not import each other."""
        from allauth.mfa import signals  # noqa: PLC0415 — models load before this
        from django.contrib.auth.signals import user_login_failed  # noqa: PLC0415

        from editor.accounts import ports as accounts  # noqa: PLC0415
        from editor.accounts import second_factor  # noqa: PLC0415
        from editor.documents import ports as documents  # noqa: PLC0415
        from editor.documents.actions import MembersStanding  # noqa: PLC0415
        from editor.library import openings  # noqa: PLC0415
        from editor.media import actions as media  # noqa: PLC0415
        from editor.notifications import edits  # noqa: PLC0415
        from editor.operations import metrics  # noqa: PLC0415
        from editor.realtime import runtime  # noqa: PLC0415
        from editor.sharing import arrivals, invitations, links  # noqa: PLC0415
        from editor.teams import people  # noqa: PLC0415

        accounts.standing.fill(MembersStanding())
        accounts.invitations.fill(invitations)
        documents.files.fill(media)
        documents.shelf.fill(openings)
        documents.news.fill(edits)
        documents.acquaintances.fill(people)
        documents.publications.fill(links)
        signals.authentication_failed.connect(second_factor.note_failure)
        signals.authenticator_added.connect(second_factor.note_added)
        signals.authenticator_removed.connect(second_factor.note_removed)
        arrivals.install()
        runtime.install()
        metrics.install()
        user_login_failed.connect(metrics.note_wrong_password)
        signals.authentication_failed.connect(metrics.note_wrong_code)
