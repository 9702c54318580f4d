"""Who may ask for a report: everybody, since it holds what they may see anyway."""

from cairn.organization.rules import Row, Rules, anyone

# Whoever did not ask for a file does not find it; so the one who finds it may delete it.
rules = Rules(
    {
        "report.ask": Row((anyone,), "", viewers=True),
        "report.delete": Row((anyone,), "", viewers=True),
    }
)
