"""Why a whole file is not read. Pure; `wording.py` has the sentences."""

from cairn.exchange.rows import Fault, Place


class Unreadable(Exception):
    """Raised by readers, in the child; `fault` crosses to the parent."""

    def __init__(self, code: str, place: Place | None = None, **values: object) -> None:
        super().__init__(code)
        spelled = {name: str(value) for name, value in values.items()}
        self.fault = Fault(code, place or Place(), spelled)
