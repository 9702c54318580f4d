"""Where the optional drafting assistant is to be found."""

from django.db import models
from django.db.models import Q

from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import IdField


class Assistant(models.Model):
    """An endpoint that speaks OpenAI's protocol. Nothing ever leaves unless the
    organization's `asks_assistant` says that it is on.

    `url` is the part before `/chat/completions`; `sealed_key` can be read with the instance's
    secret key only (see `cairn/storage/sealing.py`) and is empty where the endpoint asks for none.
    """

    id = IdField()
    organization = models.OneToOneField(Organization, models.CASCADE, related_name="+")
    url = models.CharField(max_length=300)
    model = models.CharField(max_length=100)
    sealed_key = models.TextField(blank=True)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(url="") & ~Q(model=""), name="assistant_is_named"),
        ]
