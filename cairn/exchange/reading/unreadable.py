"""The refusal of a whole file, as faces translate it."""

from django.utils.functional import lazy

from cairn.errors import Invalid
from cairn.exchange.reading.wording import say_fault
from cairn.exchange.rows import Fault

_say_later = lazy(say_fault, str)


class UnreadableFile(Invalid):
    """Said in the language in force when it is read: a worker knows the reader's only afterwards."""

    def __init__(self, fault: Fault) -> None:
        super().__init__({"file": _say_later(fault)})
        self.fault = fault
