import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from examples.servers.django_parts import Route, failed
from examples.servers.django_session import me
from examples.servers.problems import TYPE
from examples.servers.service_session import COOKIE
from examples.stores.redis import RedisStore, connect


def fail(_: HttpRequest) -> HttpResponse:
    raise KeyError("secret")


urlpatterns = [path("", Route("GET", fail)), path("me", Route("GET", me))]
handler500 = failed


@pytest.fixture
def ask(django_project: WSGIHandler) -> httpx.Client:
    transport = httpx.WSGITransport(django_project)
    return httpx.Client(transport=transport, base_url="http://localhost")


def test_a_failure_tells_nothing_but_the_log(
    ask: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (500, TYPE)
    assert answer.headers["cache-control"] == "no-store"
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_a_store_that_is_away_from_the_middleware(ask: httpx.Client) -> None:
    away = RedisStore(lambda: connect("redis://127.0.0.1:1"))
    headers = {"Cookie": f"{COOKIE}=some-session-id"}
    with override_settings(STORE=away):
        answer = ask.get("/me", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (503, TYPE)
    assert answer.headers["retry-after"]


def test_another_host_is_refused(ask: httpx.Client) -> None:
    answer = ask.get("/me", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, TYPE)
    assert answer.headers["x-content-type-options"] == "nosniff"
