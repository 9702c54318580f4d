"""To be told."""

from cairn.demo.story import Aim

AIMS: tuple[Aim, ...] = ()
