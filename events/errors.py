"""Why something cannot be shown to the public. The text is for who asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class NotPublishable(Exception):
    """Something has to be filled in first; `sentences` tells each thing."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


class ChangedMeanwhile(NotPublishable):
    """Somebody else has published, scheduled or withdrawn it since the page was shown."""

    def __init__(self) -> None:
        super().__init__(
            [_("Somebody else has changed meanwhile what is shown of it. Please look once more.")]
        )


class GoneBy(NotPublishable):
    """The hour to publish at lies behind."""

    def __init__(self) -> None:
        super().__init__(
            [_("This hour has passed. Choose one that lies ahead, or publish it at once.")]
        )
