"""A use of several documents on a paper ledger, for whoever judges evidence of more than one."""

from presented import PaperUse, disclosure, jws
from statements import Key

PARTS = ("disclosures", "correction", "jwt", "record", "seal")


def further(count):
    """Mints so many more documents for the same holder, before the use."""

    def mint(made):
        made.further = []
        first = {name: getattr(made, name) for name in PARTS}
        for number in range(count):
            made.disclosures = [disclosure("ZZBH", f"示例 {number}"), disclosure("ZT", "示例")]
            made.correction = Key()
            made.jwt = jws(made.story.issuer, "dc+sd-jwt", made.claims())
            made.mint()
            made.further.append({name: getattr(made, name) for name in PARTS})
        vars(made).update(first)

    return mint


def evidence_of(documents):
    """The members of the file, and the genesis by which it is judged."""
    made = PaperUse(before_use=further(documents - 1))
    file = made.evidence()
    for place, parts in enumerate(made.further, 1):
        vars(made).update(parts)
        more = made.evidence()
        file["documents"] += more["documents"]
        file["proofs"] += [item | {"document": place} for item in more["proofs"] if "document" in item]
    return file, made.ledger.genesis
