"""The coach is quick to load and knows nothing of the rest of the house."""

import subprocess
import sys


def test_importing_the_coach_brings_no_django_and_no_other_domain() -> None:
    said = "import sys, cairn.coach.labels; print(*sorted(m for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert not [one for one in modules if one.split(".")[0] == "django"]
    assert {one.split(".")[1] for one in modules if one.startswith("cairn.")} == {
        "coach",
        "measures",
    }
