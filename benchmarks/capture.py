"""Prints, as JSON, what signed-in requests ask the database; run by `pages.captured`."""

import json
import sys

import django


def main(email: str, paths: list[str]) -> None:
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
    answers = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            status = client.get(path).status_code
        answers.append({"path": path, "status": status, "queries": [one["sql"] for one in asked]})
    print(json.dumps(answers))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
