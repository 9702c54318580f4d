"""How departments, roles and tags of templates are called. Values are what is kept."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Department(models.TextChoices):
    COMPANY = "company", _("Whole company")
    STARTUP = "startup", _("Start-up")
    SALES = "sales", _("Sales")
    BUSINESS_DEVELOPMENT = "business_development", _("Business development")
    CUSTOMER_SUCCESS = "customer_success", _("Customer success")
    MARKETING_DEMAND = "marketing_demand", _("Marketing: demand generation")
    MARKETING_ONLINE = "marketing_online", _("Marketing: online")
    MARKETING_CONTENT = "marketing_content", _("Marketing: content")
    MARKETING_PR_DATA = "marketing_pr_data", _("Marketing: PR and data")
    COMMUNITY = "community", _("Community")
    PRODUCT_MARKETING = "product_marketing", _("Product marketing")
    PRODUCT = "product", pgettext_lazy("department", "Product")
    DESIGN = "design", _("Design")
    ENGINEERING = "engineering", _("Engineering")
    SRE = "sre", _("Site reliability")
    SECURITY = "security", _("Security")
    DATA = "data", pgettext_lazy("department", "Data")
    OPERATIONS = "operations", _("Operations")
    SUPPLY_CHAIN = "supply_chain", _("Supply chain")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    RETAIL = "retail", _("Retail")
    HR = "hr", _("Human resources")
    FINANCE = "finance", _("Finance")
    LEGAL = "legal", _("Legal")
    GOVERNMENT = "government", _("Government")
    HEALTHCARE = "healthcare", _("Healthcare")
    EDUCATION = "education", _("Education")
    NONPROFIT = "nonprofit", _("Non-profit")
    PERSONAL_GROWTH = "personal_growth", _("Personal growth")
    OTHER = "other", pgettext_lazy("department", "Other")


class UsedBy(models.TextChoices):
    """Who would use a template."""

    COMPANY = "company", pgettext_lazy("template for", "The company")
    TEAM = "team", pgettext_lazy("template for", "A team")
    LEAD = "lead", pgettext_lazy("template for", "A lead")
    PERSON = "person", pgettext_lazy("template for", "A person")


TAGS: Final = {
    "revenue": _("Revenue"),
    "growth": _("Growth"),
    "demand": _("Demand"),
    "retention": _("Retention"),
    "adoption": _("Adoption"),
    "quality": _("Quality"),
    "speed": _("Speed"),
    "cost": _("Cost"),
    "risk": _("Risk"),
    "compliance": _("Compliance"),
    "brand": _("Brand"),
    "people": pgettext_lazy("tag", "People"),
    "learning": _("Learning"),
}
"""The tags of what ships; an organization's own may be any words."""

TEACHES: Final = {
    "task": _("A task, not an outcome"),
    "vague": _("Too vague"),
    "not-measurable": _("Cannot be measured"),
    "no-baseline": _("No baseline"),
    "compound": _("Two things in one"),
    "metric-in-objective": _("A number in the objective"),
    "late-measure": _("Measured too late"),
    "vanity": _("A number that flatters"),
    "placeholder": _("A number left open"),
    "business-as-usual": _("Business as usual"),
}
