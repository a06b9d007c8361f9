"""The portal, which looks for long work and starts again who has died sooner: tests need not wait.

Letters keep their pause: who is killed while he sends one keeps it for a while.
"""

import os

import django

from contest_portal.server import serve, workers


def main() -> None:
    """Run the portal as `script/server` does."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "contest_portal.settings"
    django.setup()
    from contest_portal.management.commands import do_long_work

    workers.PAUSE = do_long_work.PAUSE = 1
    serve.main()


if __name__ == "__main__":
    main()
