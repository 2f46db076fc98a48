"""The frames that the load generator sends and reads, byte by byte."""

from benchmarks.sync.dialects import Dialect, HocuspocusDialect, Kind, Message, ScriptoriumDialect
from editor.collab import protocol

NAME = "doc"


def test_the_plain_dialect_is_what_the_server_reads() -> None:
    plain = ScriptoriumDialect()
    assert protocol.read_frame(plain.ask(NAME, b"\x01\x02\x03")) == protocol.SyncStep1(b"\x01\x02\x03")
    assert protocol.read_frame(plain.answer(NAME, b"ab")) == protocol.Edit(protocol.FrameKind.STEP_2, b"ab")
    assert protocol.read_frame(plain.edit(NAME, b"ab")) == protocol.Edit(protocol.FrameKind.UPDATE, b"ab")
    assert protocol.read_frame(plain.announce(NAME, b"ab")) == protocol.Awareness(b"ab")


def test_the_plain_dialect_reads_what_the_server_sends() -> None:
    plain = Dialect()
    assert plain.read(protocol.step_1_frame(b"sv")) == Message(Kind.QUESTION, b"sv")
    assert plain.read(protocol.step_2_frame(b"ab")) == Message(Kind.STATE, b"ab")
    assert plain.read(protocol.update_frame(b"ab")) == Message(Kind.UPDATE, b"ab")
    assert plain.read(protocol.acknowledged_frame(1, 57, 300)) == Message(Kind.SAVED, count=57)
    assert plain.read(protocol.awareness_frame(b"\x00")) == Message(Kind.PRESENCE, b"\x00")
    assert plain.read(protocol.event_frame("{}")).kind is Kind.OTHER


def test_hocuspocus_has_the_name_before_each_message_and_wants_a_token_first() -> None:
    theirs = HocuspocusDialect()
    assert theirs.hello(NAME)[0].startswith(b"\x03doc\x02\x00")
    assert theirs.edit(NAME, b"ab") == b"\x03doc\x00\x02\x02ab"
    assert theirs.read(b"\x03doc\x00\x02\x02ab") == Message(Kind.UPDATE, b"ab")
    assert theirs.read(b"\x03doc\x04\x00\x01\x00") == Message(Kind.QUESTION, b"\x00")
    assert theirs.read(b"\x03doc\x08\x01").kind is Kind.TAKEN
    assert theirs.announce(NAME, b"ab") == b"\x03doc\x01\x02ab"
    assert theirs.read(b"\x03doc\x01\x02ab") == Message(Kind.PRESENCE, b"ab")
