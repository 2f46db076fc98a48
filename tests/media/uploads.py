"""Uploads the way that a browser makes them: by HTTP to the address that the application gave out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import urllib3
from django.test import Client
from PIL import Image

from editor.accounts.models import User
from editor.documents.models import Document
from editor.media import storage
from editor.media.models import FileUse, MediaFile, State
from tests.people import client_of, make_document, make_user

http = urllib3.PoolManager(retries=False)


@dataclass(frozen=True)
class Person:
    """Somebody with an own document."""

    user: User
    document: Document
    client: Client

    @classmethod
    def make(cls, name: str = "Ada") -> "Person":
        user = make_user(name)
        return cls(user, make_document(user), client_of(user))

    @property
    def url(self) -> str:
        return f"/documents/{self.document.pk}/files"

    def promise(self, name: str, size: int, content_type: str = "") -> Any:
        body = {"name": name, "size": size, "contentType": content_type}
        return self.client.post(self.url, body, content_type="application/json")

    def upload(self, content: bytes, name: str, content_type: str = "") -> UUID:
        """Promised and sent, not confirmed."""
        answer = self.promise(name, len(content), content_type)
        assert answer.status_code == 201, answer.content
        assert send(answer.json()["upload"], content) in {200, 201, 204}
        return UUID(answer.json()["file"])

    def confirm(self, file_id: UUID) -> Any:
        return self.client.post(f"{self.url}/{file_id}/confirm")

    def put(self, content: bytes, name: str, content_type: str = "") -> Any:
        """All three steps; the answer of the last one."""
        return self.confirm(self.upload(content, name, content_type))

    def get(self, file_id: UUID | str, query: str = "") -> Any:
        return self.client.get(f"{self.url}/{file_id}{query}")

    def fetch(self, file_id: UUID | str, query: str = "") -> urllib3.BaseHTTPResponse:
        """What a browser gets in the end."""
        answer = self.get(file_id, query)
        assert answer.status_code == 302, answer.content
        return http.request("GET", answer.headers["Location"])


def send(upload: dict[str, Any], content: bytes) -> int:
    """What a browser does with the answer to a promise; the store's status."""
    if upload["method"] == "POST":
        fields = {**upload["fields"], "file": ("upload", content, "application/octet-stream")}
        return http.request("POST", upload["url"], fields=fields).status
    return http.request("PUT", upload["url"], body=content, headers=upload["headers"]).status


def make_file(document: Document, uploader: User, **columns: Any) -> MediaFile:
    """A file that is ready, as far as the database knows."""
    made = MediaFile.objects.create(
        **{
            "uploader": uploader,
            "name": "a.txt",
            "size": 3,
            "content_type": "text/plain",
            "state": State.READY,
            **columns,
        }
    )
    FileUse.objects.create(file=made, document=document)
    return made


def picture(width: int = 40, height: int = 30, coding: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(written, coding, **options)
    return written.getvalue()


def objects(file_id: UUID) -> set[str]:
    """The file's keys in the bucket."""
    prefixes = (f"uploads/{file_id}", f"files/{file_id}/")
    return {entry.key for prefix in prefixes for page in storage.listing(prefix) for entry in page}
