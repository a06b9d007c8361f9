"""Nothing that sends people to the committee becomes public while nobody is named there."""

from collections.abc import Iterable

from events.documents import publishing
from events.fields import LineField, LinesField, MarkdownField
from events.models import Download, NewsPost, Question, Rules, Video
from events.models.content.publication import Publication
from events.services.publications import obstacles_of


def somebody_to_ask(row: Publication) -> Iterable[str]:
    """Tell of a text that sends people to nobody."""
    kinds = (LineField, LinesField, MarkdownField)
    texts = [getattr(row, field.attname) for field in row._meta.fields if isinstance(field, kinds)]
    if isinstance(row, Rules) and row.pk:
        texts += row.articles.values_list("text", flat=True)
    return [obstacle.message for obstacle in publishing.of_texts(row.contest, texts)]


for model in (Download, NewsPost, Question, Rules, Video):
    obstacles_of(model)(somebody_to_ask)
