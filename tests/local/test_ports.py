import socket

from project.local.ports import free_port, is_free, why_not_free


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        assert server.getsockname()[1] < 22_001


def test_a_port_in_use_is_not_free_and_says_why() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        assert why_not_free(port) == "Address already in use"


def test_a_port_is_taken_when_somebody_listens_on_all_addresses() -> None:
    with socket.create_server(("", free_port())) as server:
        assert not is_free(server.getsockname()[1])


def test_the_port_beside_can_be_asked_for_too() -> None:
    assert is_free(free_port(also=(10_000,)) + 10_000)
