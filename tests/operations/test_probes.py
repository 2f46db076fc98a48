from django.test import AsyncClient, Client
from pytest_django import Settings


async def test_probes_are_answered_by_address_and_over_plain_http(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["docs.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/healthz", "/readyz"):
        answer = await AsyncClient().get(path, headers={"Host": "10.0.0.7:8000"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"


def test_everything_else_is_asked_for_its_host(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["docs.example.org"]
    assert Client().get("/accounts/login/", headers={"Host": "10.0.0.7"}).status_code == 400
    assert Client().get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
