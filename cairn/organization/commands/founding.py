"""The first step: an organization, its company team and its first administrator."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Forbidden
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.organization import findable
from cairn.organization.accounts import account_for, set_first_password, trust_address
from cairn.organization.actor import Face, Role
from cairn.organization.credentials import hash_of, is_same, new_code
from cairn.organization.models import Member, Organization, SetupCode, Team
from cairn.organization.signing import actor_for
from cairn.storage import clock


@atomic
def issue_setup_code() -> str | None:
    """A fresh code that unlocks the first-run wizard, or None once there is an organization."""
    if Organization.objects.exists():
        return None
    code = new_code()
    SetupCode.objects.update_or_create(
        id=1, defaults={"secret_hash": hash_of(_typed(code)), "created_at": clock.now()}
    )
    return code


def check_setup_code(code: str) -> bool:
    """Whether this is the code of the log; small letters and missing hyphens do not matter."""
    kept = SetupCode.objects.filter(id=1).first()
    return kept is not None and is_same(_typed(code), kept.secret_hash)


def _typed(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


@atomic
def found_organization(
    *,
    name: str,
    owner_name: str,
    email: str,
    password: str | None = None,
    locale: str = "zh-hans",
    time_zone: str = "Asia/Shanghai",
    setup_code: str | None = None,
    face: Face = Face.WEB,
) -> tuple[Organization, Member]:
    """A new organization whose administrator is `owner_name`. The wizard gives the setup code,
    which is used up; the command line has no need of one.

    An account that exists already keeps its password.
    """
    if setup_code is not None and not check_setup_code(setup_code):
        raise Forbidden(_("This is not the setup code that the server printed when it started."))
    SetupCode.objects.all().delete()
    user = account_for(email)
    if password is not None and not user.has_usable_password():
        set_first_password(user, password)
    trust_address(user)
    organization = Organization.objects.create(
        name=name, locale=locale, time_zone=time_zone, created_at=clock.now()
    )
    owner = Member.objects.create(
        organization=organization,
        user=user,
        name=owner_name,
        role=Role.ADMIN,
        joined_at=clock.now(),
    )
    _found_company(organization, owner)
    findable.put_member(owner)
    record(
        actor_for(owner, face),
        Event.ORGANIZATION_FOUNDED,
        organization.id,
        title=name,
        new={"name": name},
    )
    return organization, owner


def _found_company(organization: Organization, lead: Member) -> None:
    """The root of the teams bears the organization's name."""
    company = Team(
        organization=organization,
        name=organization.name,
        lead=lead,
        valid_from=organization.today(),
    )
    company.path = f".{company.id}."
    company.save(force_insert=True)
    findable.put_team(company)
