"""The refusal of a whole file, as faces translate it."""

from cairn.errors import Invalid
from cairn.exchange.reading.wording import say_fault
from cairn.exchange.rows import Fault


class UnreadableFile(Invalid):
    """`fault` lets who reads in the background say it later in the reader's language."""

    def __init__(self, fault: Fault) -> None:
        super().__init__({"file": say_fault(fault)})
        self.fault = fault
