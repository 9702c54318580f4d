"""Good and bad beside each other, of the templates that ship."""

from cairn.okr_templates.shipped_files import shipped_templates
from cairn.okr_templates.teaching import Taught, taught
from cairn.okr_templates.templates import Language, Template


def examples(
    language: Language, *, teaches: str = "", department: str = ""
) -> list[tuple[Template, Taught]]:
    """Each pair with the template that it teaches about, in the order of the library."""
    return [
        (template, taught(pair, language))
        for template in shipped_templates()
        if department in ("", template.department)
        for pair in template.pairs
        if teaches in ("", pair.teaches)
    ]
