"""The papers of all rooms, made known to `events.documents.KINDS`."""

import sponsorship.documents  # noqa: F401
