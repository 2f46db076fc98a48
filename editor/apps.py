"""The one Django application."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Scriptorium"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ties together what must not import each other."""
        from allauth.mfa import signals  # noqa: PLC0415 — models load before this

        from editor.accounts import second_factor  # noqa: PLC0415
        from editor.accounts.ports import set_invitations, set_standing  # noqa: PLC0415
        from editor.documents.actions import MembersStanding  # noqa: PLC0415
        from editor.documents.ports import set_files, set_news, set_publications, set_shelf  # noqa: PLC0415
        from editor.library import openings  # noqa: PLC0415
        from editor.media import actions as media  # noqa: PLC0415
        from editor.notifications import edits  # noqa: PLC0415
        from editor.realtime import runtime  # noqa: PLC0415
        from editor.sharing import arrivals, invitations, links  # noqa: PLC0415

        set_standing(MembersStanding())
        set_files(media)
        set_shelf(openings)
        set_news(edits)
        signals.authentication_failed.connect(second_factor.note_failure)
        signals.authenticator_added.connect(second_factor.note_added)
        signals.authenticator_removed.connect(second_factor.note_removed)
        set_invitations(invitations)
        set_publications(links)
        arrivals.install()
        runtime.install()
