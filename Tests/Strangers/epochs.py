"""Walks from a genesis to the validators of today, as docs/protocol/epochs.md says, without code of Deedbox."""

import hashlib

import state
from verify_receipt import (
    LABEL, Network, No, cbor, cbor_bytes, check_leaf, demand, fields, is_bytes, is_number, read_cbor_receipt)

#: Parameters behind the tenth are written up to the last that is not this.
DEFAULTS = [15 * 86_400, 1_000_000, 1_000_000, 10_000, 100_000]


class Walk:
    """Who was in office, epoch after epoch; as a network, it judges each note by the set of its time."""

    def __init__(self, genesis):
        _, name, _, _, model, validators, governance, parameters = fields(cbor(genesis), 8, "genesis")
        self.origin = f"{name}/{hashlib.sha256(genesis).hexdigest()[:32]}"
        self.number, self.first = 0, 1
        self.past = []
        self.governance = governance
        self.enter(model, validators, parameters)

    @staticmethod
    def read(data, genesis):
        """The way along all steps of a file."""
        walk = Walk(genesis)
        version, origin, steps = fields(cbor(data), 3, "proof of epochs")
        demand(version == 1 and isinstance(steps, list), "a proof of epochs of an unknown version")
        demand(len(steps) <= 1_024, "too many steps")
        demand(origin == walk.origin, "the steps are of another ledger")
        for step in steps:
            walk.take(step)
        return walk

    def enter(self, model, validators, parameters):
        self.network = Network.of(self.origin, model, validators)
        self.liars = (len(validators) - 1) // 3 if model == 1 else 0
        self.set_digest = tagged("validators", cbor_bytes(validators))
        self.parameters_digest = tagged("parameters", cbor_bytes([len(validators), self.liars, model, parameters]))

    def take(self, data, least_liars=0):
        """One step, signed by the set in office."""
        demand(is_bytes(data, 1, 65_536), "not a step")
        items = cbor(data)
        demand(isinstance(items, list) and len(items) in (3, 4), "not a step")
        version, receipt, proof, *governance = items
        demand((version, len(governance)) in ((1, 0), (2, 1)) and is_bytes(receipt, 1, 262_144),
               "a step of an unknown version")
        receipt, proof = read_cbor_receipt(receipt), state.read_proof(proof)
        number = self.number + 1
        demand(isinstance(proof.end, bytes), f"the state has no epoch {number}")
        record = fields(cbor(proof.end), 5, "epoch")
        demand(record[0] == number, f"epoch {number} is missing; epoch {record[0]} stands there")
        check_record(*record[2:])
        check_leaf(receipt, self.network)
        size = receipt.note.checkpoint[1]
        demand(receipt.index + 1 == size, "the seal is not the last leaf")
        seal = fields(cbor(receipt.leaf), 14, "seal")
        try:
            value = proof.value(number.to_bytes(8, "big"), seal[7])
        except state.NotProven as error:
            raise No(f"epoch {number} does not stand in the state: {error}") from error
        demand(proof.kind == state.KINDS["epoch"] and value == proof.end, "another entry of the state")
        self.governance = self.governors(governance, seal[7])
        demand(seal[8] == self.set_digest and seal[10] == self.parameters_digest, "decided by another set")
        demand(seal[1] >= self.first and record[1] == seal[1] + 1, "a wrong height")
        self.past.append((size, self.network))
        self.enter(*record[2:])
        demand(seal[9] == self.set_digest, "the seal names another next set")
        demand(self.liars >= least_liars, "fewer liars are withstood than asked for")
        self.number, self.first = number, record[1]

    @staticmethod
    def governors(proofs, root):
        """Threshold and keys from that seal on; nothing where the step does not say."""
        for raw in proofs:
            proof = state.read_proof(raw)
            try:
                value = proof.value(b"governance", root)
            except state.NotProven as error:
                raise No(f"who governs does not stand in the state: {error}") from error
            demand(proof.kind == state.KINDS["governance"] and value, "another entry of the state")
            return fields(cbor(value), 2, "governance")[1]

    def at(self, size):
        """The network in whose time the log had that size."""
        return next((network for end, network in self.past if size <= end), self.network)

    def final(self, note):
        """As `Network.final`, by the set of the note's time."""
        return self.at(note.checkpoint[1]).final(note)


def check_record(model, validators, parameters):
    """Refuses a set of which no quorum can be told, and what a genesis would not say of it."""
    demand(is_number(model, 1) and isinstance(validators, list) and 1 <= len(validators) <= 63, "not validators")
    demand(model == 0 or len(validators) >= 4, "too few validators for the fault model")
    members, names, keys = zip(*(fields(validator, 3, "validator") for validator in validators))
    demand(all(isinstance(member, str) and LABEL.fullmatch(member) for member in members), "not a member")
    demand(list(members) == sorted(set(members)), "validators out of order")
    texts = [text for name in names for text in fields(name, 2, "name")]
    demand(all(isinstance(text, str) and len(text.encode()) <= 400 for text in texts), "not a name in two languages")
    keys = [key for own in keys for key in zip(fields(own, 5, "keys"), (32, 32, 32, 32, 64))]
    demand(all(is_bytes(key, length, length) for key, length in keys), "not the key of a validator")
    demand(len({key for key, _ in keys}) == len(keys), "a key stands twice")
    demand(isinstance(parameters, list) and 10 <= len(parameters) <= 15 and all(
        is_number(value, 1 << 40) for value in parameters), "not the parameters of a ledger")
    demand(len(parameters) == 10 or parameters[-1] != DEFAULTS[len(parameters) - 11], "a default is written out")


def tagged(kind, data):
    return hashlib.sha256(f"deedbox/{kind}/v1".encode() + data).digest()
