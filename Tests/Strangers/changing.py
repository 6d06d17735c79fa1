"""A paper ledger whose validators and parameters change by acts of governance, and the steps that lead along."""

import contextlib

import state
import statements
from paper import PaperLedger, bucket_parts, cbor_receipt, proof_parts
from state import KINDS
from statements import ES256, Key, encode
from verify_receipt import Network

ROLES = ["log", "cosigner", "vote", "release", "link"]


def seat(node, machine):
    """A validator under the keys of a machine, which may be another than its own."""
    keys = [Key(ES256 if role == "link" else statements.EDDSA, f"node-{machine}/{role}").public.data for role in ROLES]
    return [f"node-{node}", ["示例节点", f"Sample node {node}"], keys]


class ChangingLedger(PaperLedger):
    """It keeps the step to each epoch, as the set on its way out signs it, and who was in office before."""

    def __init__(self, nodes=4, byzantine=True, cosigners=(1, 3, 4)):
        self.machines = {}
        super().__init__(nodes, byzantine, cosigners)
        #: Where the log of each epoch that is over ends, and who kept it: its network, its machines and who signs.
        self.ends, self.offices = [], []

    def key(self, member, role):
        return Key(name=f"{self.machines.get(member, member)}/{role}")

    def change_validators(self, seated=None, removed=(), cosigners=None):
        """Seats nodes, each under the keys of a machine, and lets others go; from then on these nodes sign."""
        seated = seated or {}
        seats = [seat(node, machine) for node, machine in sorted(seated.items())]
        machines = self.machines | {f"node-{node}": f"node-{machine}" for node, machine in seated.items()}
        self.enter(machines, cosigners, "validators.change", self.replay.model, [f"node-{node}" for node in removed],
                   seats, [["x", bytes(64)]] * len(seats), False, False)

    def change_parameters(self, parameters):
        self.enter(self.machines, None, "governance.change", None, parameters)

    def enter(self, machines, cosigners, act, *payload):
        """The block that ends an epoch; those who signed until then sign it, too."""
        self.govern(act, *payload)
        self.steps.append(self.made_step())
        self.ends.append(len(self.leaves))
        self.offices.append((self.network, self.machines, self.cosigners))
        self.machines, self.cosigners = machines, cosigners or self.cosigners
        self.network = Network.of(self.network.origin, self.replay.model, self.replay.validators)

    def made_step(self):
        """Of the block that was made last: the receipt of its seal, and proofs of the epoch and of who governs."""
        proofs = [
            proof_parts(state.read_bucket(bucket_parts(self.entries, KINDS[word], 0, 0)).proof(key))
            for word, key in (("epoch", self.replay.epoch.to_bytes(8, "big")), ("governance", b"governance"))]
        return encode([2, cbor_receipt(self.receipt(len(self.leaves) - 1), self.network.origin), *proofs])

    @contextlib.contextmanager
    def in_office(self, epoch):
        """As if the set of an epoch that is over had kept its keys, and signed on."""
        kept = self.network, self.machines, self.cosigners
        self.network, self.machines, self.cosigners = self.offices[epoch]
        try:
            yield
        finally:
            self.network, self.machines, self.cosigners = kept
