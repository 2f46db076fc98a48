"""No form of ours takes a large file: those go to the bucket by themselves (editor/media)."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from editor.profile.pictures import MAX_BYTES

_ROOM_FOR_FIELDS = 100_000


class SmallForms(FileUploadHandler):
    """Refuses a form by the size that it announces, before any of it is kept. To be asked before other handlers."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_about: Any, **_more: Any) -> None:  # noqa: ARG002, N803 — Django's names
        if content_length > MAX_BYTES + _ROOM_FOR_FIELDS:
            raise RequestDataTooBig("This form is larger than any of ours.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 — Django's signature
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 — Django's signature
        return None
