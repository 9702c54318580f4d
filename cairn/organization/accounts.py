"""The account behind a membership: one e-mail address, in as many organizations as there are."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cairn.intake import refuse
from cairn.organization.models import User

BATCH: Final = 500


def account_for(email: str) -> User:
    """The account of an address, made without a password where there is none."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
    return user


def known_users(emails: Iterable[str]) -> dict[str, User]:
    """The accounts that there are of these addresses, by address."""
    return {
        user.email: user
        for some in batched(emails, BATCH)
        for user in User.objects.filter(email__in=some)
    }


def accounts_for(emails: Sequence[str]) -> dict[str, User]:
    """The accounts of many addresses (written small), made without a password where there are none."""
    known = known_users(emails)
    fresh = [User(email=email) for email in emails if email not in known]
    for user in fresh:
        user.set_unusable_password()
    User.objects.bulk_create(fresh, batch_size=BATCH)
    addresses = [EmailAddress(user=user, email=user.email, primary=True) for user in fresh]
    EmailAddress.objects.bulk_create(addresses, batch_size=BATCH)
    return known | {user.email: user for user in fresh}


def set_first_password(user: User, password: str) -> None:
    """Give the account a password, or refuse a weak one, naming the field `password`."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        refuse("password", " ".join(weak.messages))
    user.set_password(password)
    user.save(update_fields=["password"])


def trust_address(user: User) -> None:
    """Whoever holds the link that was sent to the address holds the address."""
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
