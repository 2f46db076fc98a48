"""How much, how deep and which kinds of content an update may carry, and the refusals of what goes beyond."""

from dataclasses import dataclass

from editor.collab.encoding import Refused

MAX_TREE_DEPTH = 200

_UNBOUNDED = 2**62


class TooLarge(Refused):
    """More of something than one update may carry."""

    code = "too-large"


class TooDeep(Refused):
    """Nested deeper than any document is; far deeper, it would crash the process."""

    code = "too-deep"


class SchemaViolation(Refused):
    """Well-formed, but nothing that a document of ours contains."""

    code = "schema"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one update may carry. Sizes are in bytes, the length of keys in characters.

    A document has roots that hold text and roots that hold nodes. `nodes` are the allowed node names (None: any that
    looks like a name). `any_bytes` bounds all of an update's lists of values together: each byte can be a value of
    its own, and the reader looks at each. `formats` is how many names of formats a document may have besides the usual
    ones: whoever reads it gets all that apply with each run of text.
    """

    update_bytes: int = 2 * 1024 * 1024
    structs: int = 100_000
    clients: int = 1_000
    any_bytes: int = 1_000_000
    any_depth: int = 32
    json_bytes: int = 65_536
    json_depth: int = 16
    key_length: int = 64
    text_roots: frozenset[str] = frozenset({"title"})
    node_roots: frozenset[str] = frozenset({"default"})
    nodes: frozenset[str] | None = None
    formats: int = 64
    usual_formats: frozenset[str] = frozenset()

    @classmethod
    def stored(cls) -> "Limits":
        """For reading what the log already has: as strict about the format, without bounds on the amount."""
        return cls(update_bytes=_UNBOUNDED, structs=_UNBOUNDED, clients=_UNBOUNDED, any_bytes=_UNBOUNDED)
