"""Prints, as JSON, what one signed-in request asks the database; run by `pages.captured`."""

import json
import sys

import django


def main(email: str, path: str) -> None:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cairn.organization.models import User

    client = Client()
    client.force_login(
        User.objects.get(email=email),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        status = client.get(path).status_code
    print(json.dumps({"status": status, "queries": [one["sql"] for one in asked]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
