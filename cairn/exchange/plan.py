"""What a file would change: a step for each of its rows, with the reason. Pure: no Django, no clock, no
I/O; the same rows, knowledge and choices always make the same plan, and rows that were brought in before
and have not changed make only skips.
"""

from cairn.exchange.matching import OUT, Chosen
from cairn.exchange.planning.goals import plan_goals
from cairn.exchange.planning.named import plan_named
from cairn.exchange.planning.steps import Known, Plan
from cairn.exchange.rows import Rows
from cairn.exchange.sameness import as_known
from cairn.exchange.shaping import shape


def make_plan(rows: Rows, known: Known, chosen: Chosen) -> Plan:
    named = plan_named(rows, known, chosen)
    rows = as_known(rows, known, named)
    left_out = [label for label, choice in chosen.labels.items() if choice == OUT]
    shaped = shape(rows, known.things.keys(), known.today, left_out)
    return Plan((*named.steps, *plan_goals(shaped, known, named)))
