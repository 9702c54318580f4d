"""The account behind a membership: one e-mail address, in as many organizations as there are."""

from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cairn.intake import refuse
from cairn.organization.models import User

PLACEHOLDERS: Final = "@placeholder.invalid"
"""How the made-up address ends of somebody of whom only the name is known: nobody can have one."""


def account_for(email: str) -> User:
    """The account of an address, made without a password where there is none."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
    return user


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
