"""How often people may do things, how much the sync core takes, and when the trash is emptied."""

from project.settings.environment import env
from project.settings.storage import MEDIA

# How often, per person: (how many, in how many seconds). The same address may do so many times as much.
LIMITS: dict[str, tuple[int, int]] = {
    "document": (env.number("LIMIT_DOCUMENTS_PER_HOUR", 300, minimum=1), 3600),
    "search": (env.number("LIMIT_SEARCHES_PER_MINUTE", 120, minimum=1), 60),
    "invitation": (env.number("LIMIT_INVITATIONS_PER_HOUR", 100, minimum=1), 3600),
    "link": (env.number("LIMIT_LINK_VISITS_PER_MINUTE", 60, minimum=1), 60),
    "visitor": (env.number("LIMIT_NEW_GUESTS_PER_HOUR", 200, minimum=1), 3600),
    "access-request": (env.number("LIMIT_ACCESS_REQUESTS_PER_HOUR", 20, minimum=1), 3600),
    "link-password": (env.number("LIMIT_LINK_PASSWORDS_PER_HOUR", 20, minimum=1), 3600),
    "upload": (MEDIA["uploads_per_minute"], 60),
}
LIMIT_ADDRESS_FACTOR = env.number("LIMIT_ADDRESS_FACTOR", 10, minimum=1)
_SIGN_INS = env.number("LIMIT_SIGN_INS_PER_MINUTE", 30, minimum=1)
_FAILED_SIGN_INS = env.number("LIMIT_FAILED_SIGN_INS", 5, minimum=1)
_SIGN_UPS = env.number("LIMIT_SIGN_UPS_PER_HOUR", 20, minimum=1)
# Anybody may ask for reset mails to an address; asking for them is limited by allauth's defaults.
ACCOUNT_RATE_LIMITS = {
    "login": f"{_SIGN_INS}/m/ip",
    "login_failed": f"{4 * _FAILED_SIGN_INS}/m/ip,{_FAILED_SIGN_INS}/5m/key",
    "signup": f"{_SIGN_UPS}/h/ip",
}

# The sync core's: bytes, seconds, counts. Every one has a test that overflows it.
COLLAB = {
    "max_frame_bytes": env.number("COLLAB_MAX_FRAME_BYTES", 2_097_152, minimum=65_536),
    "max_upload_bytes": env.number("COLLAB_MAX_UPLOAD_BYTES", 33_554_432, minimum=65_536),
    "max_presence_bytes": env.number("COLLAB_MAX_PRESENCE_BYTES", 65_536, minimum=1_024),
    "max_outbox_bytes": env.number("COLLAB_MAX_OUTBOX_BYTES", 8_388_608, minimum=65_536),
    "max_held_bytes": env.number("COLLAB_MAX_HELD_BYTES", 4_194_304, minimum=65_536),
    "max_waiting_bytes": env.number("COLLAB_MAX_WAITING_BYTES", 16_777_216, minimum=65_536),
    "max_peers_per_room": env.number("COLLAB_MAX_PEERS_PER_ROOM", 2_000, minimum=1),
    "frames_per_second": env.number("COLLAB_FRAMES_PER_SECOND", 200, minimum=1),
    "frames_burst": env.number("COLLAB_FRAMES_BURST", 1_000, minimum=1),
    "person_frames_per_second": env.number("COLLAB_PERSON_FRAMES_PER_SECOND", 1_000, minimum=1),
    "document_frames_per_second": env.number("COLLAB_DOCUMENT_FRAMES_PER_SECOND", 5_000, minimum=1),
    "handshakes_per_second": env.number("COLLAB_HANDSHAKES_PER_SECOND", 100, minimum=1),
    "handshakes_burst": env.number("COLLAB_HANDSHAKES_BURST", 2_000, minimum=1),
    "max_connections_per_person": env.number("COLLAB_MAX_CONNECTIONS_PER_PERSON", 500, minimum=1),
    "max_connections_per_address": env.number("COLLAB_MAX_CONNECTIONS_PER_ADDRESS", 10_000, minimum=1),
    "snapshot_every": env.number("COLLAB_SNAPSHOT_EVERY", 500, minimum=1),
    "grace_seconds": env.number("COLLAB_GRACE_SECONDS", 30),
}

TRASH_DAYS = env.number("TRASH_DAYS", 30, minimum=1)
