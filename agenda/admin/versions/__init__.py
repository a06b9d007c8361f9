"""Versions of the programme: publishing the draft, looking back, taking an older one back."""

from agenda.admin.versions.admin import VersionAdmin

__all__ = ["VersionAdmin"]
