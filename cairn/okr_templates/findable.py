"""What of an organization's own templates can be found by search."""

from cairn.okr_templates.models import OwnTemplate
from cairn.search import index


def put_template(template: OwnTemplate) -> None:
    index.put(template.organization_id, "template", template.id, words_of(template))


def words_of(template: OwnTemplate) -> str:
    """All that it says, in both languages."""
    lines = template.key_results.values_list("text_zh", "text_en")
    tags = template.tags.values_list("name", flat=True)
    said = (template.title_zh, template.title_en, template.why_zh, template.why_en)
    return " ".join((*said, *(part for line in lines for part in line), *tags))


def drop_template(template: OwnTemplate) -> None:
    index.drop("template", template.id)
