"""Static files: hashed names, compressed beside the original."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Front-end packages mention source maps and icons that they do not ship: let them pass."""

    manifest_strict = False
