"""An objective given an end state to fill in: for whom, and what will be different. Pure."""

from cairn.coach.findings import HOLE, Rewrite
from cairn.coach.lines import ObjectiveLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.quoting import bare

_TOLD = Pattern(
    r"让|使|不再|以便|从而|[,，。;；!！?？:：]|\bso that\b|\bso\b|\bwho\b|\bthat\b|\bno longer\b|\binstead\b"
    r"|\bin order\b|\bbecause\b"
)
_VERB_EN = Pattern(
    r"^(?:improve|increase|raise|grow|boost|optimi[sz]e|enhance|strengthen|deepen|provide|make|build"
    r"|hold|run|launch|create|develop|implement|publish|organi[sz]e|set up|roll out|keep|continue"
    r"|carry on|handle|maintain|support|reduce|cut|deliver|host|introduce|migrate|upgrade|finish"
    r"|complete|redesign|rewrite|become|drive|expand|manage|ensure|give|offer)\b"
)


def ended_rewrite(line: ObjectiveLine) -> Rewrite | None:
    """提升数据质量 → 提升数据质量，让 __ 能 __; None where an end is told already."""
    text = bare(line.reading)
    if _TOLD.search(text.lower()) or len(text) < 4:
        return None
    if line.chinese:
        return Rewrite(f"{text}，让 {HOLE} 能 {HOLE}", ("一线销售", "直接用报表做决定"))
    if not _VERB_EN.match(text.lower()):
        return None
    frame = f"{text} so that {HOLE} can {HOLE}"
    return Rewrite(tidy(frame), ("sales people", "decide from one report"))
