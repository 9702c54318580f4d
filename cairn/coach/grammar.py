"""English words that are known by their form: small ones, adverbs, participles. Pure."""

DETERMINERS = frozenset(
    "a an the our my their its his her your this these those no every each all more fewer less new some any both "
    "another one two three four five six seven eight nine ten eleven twelve most half twice least "
    "additional further extra many several other own first second third".split()
)
PREPOSITIONS = frozenset(
    "of in on for with from at by to per under over above below within across among between than after before during "
    "through via into as without about around against until till since behind beyond inside outside "
    "towards toward onto off near throughout despite".split()
)
LINKS = frozenset("and or & but while who which that whose where when so if because then".split())
AUXILIARIES = frozenset("is are was were be been being has have had gets get got can will".split())
ADVERBS = frozenset(
    "early late again back out up down off away home online offline together once only also already still even just "
    "now not never always soon today ahead first last better worse in on itself themselves ourselves "
    "twice daily weekly monthly yearly abroad internally externally worldwide overnight unaided".split()
)
UNCHANGED = frozenset("read run cut put set reset hit let shut cast cost split spread".split())
_DONE = frozenset(
    "won sold held built rebuilt written rewritten made remade met sent paid repaid shown taken given driven drawn "
    "redrawn found kept left lost taught brought bought caught fought sought thought spent lent lit "
    "laid overpaid said heard read run cut put set reset hit let shut cast cost split spread hung "
    "rung sung swum begun done redone undone seen known grown thrown flown worn torn born borne "
    "sworn chosen frozen spoken stolen woken broken forgotten gotten got eaten beaten bitten hidden "
    "ridden risen fallen forgiven mistaken undertaken overtaken withdrawn overseen foreseen fed led "
    "bled bred wed wound bound ground dug stuck struck swept slept wept felt dealt meant learnt "
    "burnt spelt spoilt lain slid bent told retold understood stood upheld withheld gone cleaned "
    "sewn sown mown proven shaken used".split()
)
_NOT_DONE = frozenset("need speed feed seed bed red shed weed lead hundred kindred breed".split())


def is_done(said: str) -> bool:
    """A participle by its form: installed, sold, rewritten, picked up."""
    first = said.split(maxsplit=1)[0] if said else ""
    return first in _DONE or (len(first) > 4 and first.endswith("ed") and first not in _NOT_DONE)


def is_small(said: str) -> bool:
    return said in DETERMINERS or said in PREPOSITIONS or said in LINKS or said in AUXILIARIES
