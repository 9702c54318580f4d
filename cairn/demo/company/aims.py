"""Every objective of the story."""

from cairn.demo.company import (
    brand,
    care,
    customers,
    earlier,
    fulfilment,
    international,
    leadership,
    past,
    platform,
    supply,
)
from cairn.demo.story import Aim

AIMS: tuple[Aim, ...] = (
    *leadership.AIMS,
    *supply.AIMS,
    *fulfilment.AIMS,
    *customers.AIMS,
    *care.AIMS,
    *brand.AIMS,
    *international.AIMS,
    *platform.AIMS,
    *past.AIMS,
    *earlier.AIMS,
)
