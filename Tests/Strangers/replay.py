"""The log replayed in Python: every signature checked, every seal expected, the state kept entry by entry.

It follows what the leaves say and takes them for accepted; what the rules refuse is no concern of it.
"""

import hashlib

import state
import statements
from state import KINDS, prefixed
from statements import EDDSA, Key, PublicKey

ACTS = {
    1: ["member.register", "member.update", "validators.change", "governance.change"],
    2: ["member.suspend", "scene.end"],
    3: ["type.register", "type.update", "type.retire", "accredit", "scene.declare", "scene.approve"],
    4: ["documents.issue"], 5: ["document.status", "correction.open", "correction.answer"],
    6: ["note.anchor", "disclosure", "disclosure.open", "trace", "evidence.pass"], 7: ["grant"], 8: ["grant.limit", "withdraw", "refuse"],
    9: ["use", "use.many"], 10: ["use.fault"], 11: ["offence.report"],
}
ORDER = {act: place for place, acts in ACTS.items() for act in acts}
#: The parameters from the twelfth on, where they are not written.
QUOTAS = [1_000_000, 1_000_000, 10_000, 100_000]
MARKED = {"accredit", "documents.issue", "document.status", "correction.open", "correction.answer", "note.anchor",
          "disclosure", "trace"}


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def opening_key(sealed, tag, salt):
    """The key that signs the opening of a sealed disclosure: it follows from what is opened."""
    return Key(EDDSA, secret=sha256(b"deedbox/openingkey/v1", sealed, tag, salt))


def leave_text(grant, index, recipient, not_after):
    """What the key of a grant signs, so that a use of it may be passed on."""
    return b"deedbox/passleave/v1" + statements.encode([grant, index, recipient, not_after])


def leave(key, origin, index, recipient, not_after):
    """The holder's leave, by the key of the grant."""
    grant = state.grant_id(origin, key.public.data)
    return [key.public.data, not_after, key.sign(leave_text(grant, index, recipient, not_after))]


def is_leave(given, origin, grant, index, recipient):
    key, not_after, signature = given
    return state.grant_id(origin, key) == grant and PublicKey(EDDSA, key).verifies(
        signature, leave_text(grant, index, recipient, not_after))


def merkle_root(hashes):
    """RFC 6962, over leaf hashes."""
    if not hashes:
        return sha256()
    while len(hashes) > 1:
        pairs = [sha256(b"\x01", *hashes[at:at + 2]) for at in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[2 * len(pairs):]
    return hashes[0]


def leaf_hash(leaf):
    return sha256(b"\x00", leaf)


class Replay:
    """The ledger after some blocks. Entries of the state are kept decoded, under (kind, key)."""

    def __init__(self, genesis):
        version, name, created, self.sample, self.model, self.validators, governance, self.parameters = (
            statements.decode(genesis))
        assert statements.encode(statements.decode(genesis)) == genesis
        digest = hashlib.sha256(genesis)
        self.origin = f"{name}/{digest.hexdigest()[:32]}"
        self.height, self.time, self.previous = 0, created * 1000, digest.digest()
        self.hashes, self.seals = [], []
        self.epoch, self.reports = 0, []
        self.sets = [(1, self.validators)]
        self.places, self.records, self.signers = {}, {}, {}
        self.entries = {(KINDS["governance"], b"governance"): [1, governance]}
        for member, names, _ in self.validators:
            self.entries[KINDS["member"], member.encode()] = [[names, [5], "", []], 0, None, None]

    # Reading the state.

    def get(self, kind, key):
        return self.entries.get((KINDS[kind], key))

    def put(self, kind, key, value):
        self.entries[KINDS[kind], key] = value

    @property
    def state_root(self):
        return state.root({key: value if isinstance(value, bytes) else statements.encode(value)
                           for key, value in self.entries.items()})

    @property
    def sequence(self):
        """The number of the next act of governance."""
        return self.get("governance", b"governance")[0]

    @property
    def governors(self):
        return [PublicKey(*pair) for pair in self.get("governance", b"governance")[1][1]]

    def details(self, member, time):
        details, _, coming, _ = self.get("member", member.encode())
        return coming[0] if coming and coming[1] <= time else details

    def key(self, member, key_id, time):
        """The key of a member that a signature names."""
        pairs = [key for key, start, end in self.details(member, time)[3]
                 if start <= time // 1000 and (end is None or time // 1000 < end)]
        return next(key for key in (PublicKey(*pair) for pair in pairs) if key.id == key_id)

    # Taking blocks.

    def take(self, leaves):
        """All leaves from the beginning of a block to its seal."""
        assert statements.kind(leaves[-1]) == "seal"
        seal = statements.decode(leaves[-1])
        assert statements.encode(seal) == leaves[-1]
        self.begin(seal[5])
        for leaf in leaves[:-1]:
            self.add(leaf)
        assert seal == self.seal(seal[6]), f"the seal of block {seal[1]} is not what follows from its leaves"
        self.end(leaves[-1])

    def begin(self, time):
        assert time > self.time
        self.height, self.time, self.first, self.place, self.closed = self.height + 1, time, len(self.hashes), 1, 0
        self.manifest, self.due = None, self.due_grants()
        self.reports = []

    def add(self, leaf):
        kind = statements.kind(leaf)
        if kind == "record":
            self.add_record(leaf)
        elif kind == "closed":
            self.close_manifest()
            self.close_grant(statements.decode(leaf))
        else:
            self.close_manifest()
            statement = statements.read(leaf)
            assert statement.origin == self.origin and statement.not_after >= self.time // 1000
            assert ORDER[statement.act] >= self.place and not self.closed, "the block is out of order"
            self.place = ORDER[statement.act]
            self.signers[len(self.hashes)] = self.check_signatures(statement)
            self.places[statement.id] = (self.height, len(self.hashes))
            getattr(self, "do_" + statement.act.replace(".", "_"))(statement, *statement.payload)
            if statement.act == "offence.report":
                self.reports.append(leaf_hash(leaf))
            if statement.act in MARKED:
                self.mark(statement)
        self.hashes.append(leaf_hash(leaf))

    def seal(self, proposer):
        """The seal that follows from what was added."""
        self.close_manifest()
        assert self.closed == len(self.due), "a grant that is due stays"
        for kind, key in [k for k in self.entries if k[0] == KINDS["replay"]]:
            if int.from_bytes(key, "big") < self.time // 60_000:
                del self.entries[kind, key]
        validators, parameters = self.set_digest, self.parameters_digest
        self.enter_coming()
        return [1, self.height, self.previous, self.first, merkle_root(self.hashes), self.time, proposer,
                self.state_root, validators, self.set_digest, parameters, 1,
                sha256(b"deedbox/evidence/v1", *self.reports), self.closed]

    @property
    def set_digest(self):
        return sha256(b"deedbox/validators/v1", statements.encode(self.validators))

    @property
    def parameters_digest(self):
        liars = (len(self.validators) - 1) // 3 if self.model == 1 else 0
        return sha256(b"deedbox/parameters/v1", statements.encode(
            [len(self.validators), liars, self.model, self.parameters]))

    def enter_coming(self):
        """At the end of a block a change whose time has come begins the next epoch."""
        coming = self.get("coming", b"coming")
        if not coming or coming[0] > self.time:
            return
        _, model, validators, parameters, governance = coming
        del self.entries[KINDS["coming"], b"coming"]
        self.put("governance", b"governance", [self.sequence, governance])
        self.model, self.validators, self.parameters = model, validators, parameters
        self.epoch += 1
        self.sets.append((self.height + 1, validators))
        self.put("epoch", self.epoch.to_bytes(8, "big"), [self.epoch, self.height + 1, model, validators, parameters])

    def end(self, leaf):
        self.hashes.append(leaf_hash(leaf))
        self.previous = self.hashes[-1]
        self.seals.append((len(self.hashes) - 1, statements.decode(leaf)))

    def check_signatures(self, statement):
        """The keys that signed, in the order of the signatures."""
        if statement.is_governance:
            known = {key.id: key for key in self.governors}
            keys = [known[signer.key_id] for signer in statement.signers]
            assert len(keys) >= self.get("governance", b"governance")[1][0]
        elif statement.act == "offence.report":
            releases = {member: keys[3] for member, _, keys in self.validators}
            keys = [PublicKey(statements.EDDSA, releases[statement.issuer])]
        elif statement.issuer:
            keys = [self.key(statement.issuer, statement.signers[0].key_id, self.time)]
        elif statement.act == "correction.open":
            keys = [PublicKey(*statement.payload[2])]
        elif statement.act == "disclosure.open":
            keys = [opening_key(*statement.payload).public]
        elif statement.act in ("withdraw", "grant.limit"):
            keys = [PublicKey(statements.EDDSA, statement.payload[0])]
        else:
            keys = [PublicKey(statements.EDDSA, statements.read(statement.payload[0]).payload[4])]
        assert all(signer.is_by(key) for signer, key in zip(statement.signers, keys)), "a false signature"
        return keys

    def mark(self, statement):
        key = (statement.not_after // 60).to_bytes(8, "big")
        self.put("replay", key, sha256(b"deedbox/replay/v1", self.get("replay", key) or b"", statement.id))

    # Records.

    def add_record(self, leaf):
        record = statements.decode(leaf)
        assert statements.encode(record) == leaf and len(record) == 2 and len(record[0]) == 32
        self.manifest[1].append(leaf_hash(leaf))
        if self.manifest[0].act == "use.many":
            index, _ = record[1]
            self.count_use(self.manifest[0], record[0], index, len(self.manifest[1]) - 1)
        else:
            self.records[len(self.hashes)] = (self.manifest[0].issuer, record[0])

    def close_manifest(self):
        if self.manifest:
            _, _, count, root = self.manifest[0].payload
            assert (len(self.manifest[1]), merkle_root(self.manifest[1])) == (count, root), "records do not fit"
            self.manifest = None

    def due_grants(self):
        """The grants that leave the state with this block, as of the block before."""
        retention, limit = self.parameters[7], self.parameters[8]
        return sorted(key for (kind, key), entry in self.entries.items()
                      if kind == KINDS["grant"] and closing(entry, retention) <= self.time // 1000)[:limit]

    def closed_record(self, grant):
        """What the rules write of a grant that leaves."""
        heights = [use[1] for use in self.get("grant", grant)[8]]
        return [grant, len(heights), heights[0] if heights else 0, heights[-1] if heights else 0]

    def close_grant(self, record):
        grant = record[0]
        assert grant == self.due[self.closed], "another grant is due"
        assert record == self.closed_record(grant), "the closed record tells another count"
        party, refused = self.get("grant", grant)[0], self.get("grant", grant)[10]
        del self.entries[KINDS["grant"], grant]
        if refused is None:
            self.count_open(party, 0, -1)
        self.closed += 1

    def count_open(self, member, which, change):
        """How much a member takes up: grants to it, corrections of its documents, what it has sealed, what it has passed on
        of closed grants. Counts of 0 at the end are not written, but for the first two; nothing has no entry."""
        counts = (list(self.get("open", member.encode()) or []) + 4 * [0])[:4]
        counts[which] += change
        given = self.parameters[11:]
        limits = given + QUOTAS[len(given):]
        assert 0 <= counts[which] and (change < 0 or counts[which] <= limits[which])
        while len(counts) > 2 and not counts[-1]:
            counts.pop()
        if counts == [0, 0]:
            self.entries.pop((KINDS["open"], member.encode()), None)
        else:
            self.put("open", member.encode(), counts)

    # What the acts do.

    def govern(self, statement, sequence):
        """From when on an act of governance holds."""
        entry = self.get("governance", b"governance")
        assert sequence == entry[0]
        self.put("governance", b"governance", [entry[0] + 1, entry[1]])
        return self.time if len(statement.signers) == len(entry[1][1]) else self.time + self.parameters[6]

    def do_member_register(self, statement, sequence, member, details):
        effective = self.govern(statement, sequence)
        self.put("member", member.encode(), [details, effective, None, None])

    def do_member_update(self, statement, sequence, member, details, reinstates):
        _, effective, _, suspended = self.get("member", member.encode())
        coming = [details, self.govern(statement, sequence)]
        now = self.details(member, self.time)
        self.put("member", member.encode(), [now, effective, coming, None if reinstates else suspended])

    def do_member_suspend(self, statement, sequence, member):
        self.govern(statement, sequence)
        self.put("member", member.encode(), self.get("member", member.encode())[:3] + [self.time])

    def publish(self, statement, sequence, model, validators, parameters, governance):
        assert not self.get("coming", b"coming")
        effective = self.govern(statement, sequence)
        self.put("coming", b"coming", [effective, model, validators, parameters, governance])

    def do_validators_change(self, statement, sequence, model, removed, seated, *_):
        gone = set(removed) | {seat[0] for seat in seated}
        stay = [validator for validator in self.validators if validator[0] not in gone]
        changed = sorted(stay + seated, key=lambda validator: validator[0])
        self.publish(statement, sequence, model, changed, self.parameters, self.get("governance", b"governance")[1])

    def do_governance_change(self, statement, sequence, governance, parameters):
        known = self.get("governance", b"governance")[1]
        self.publish(statement, sequence, self.model, self.validators, parameters or self.parameters,
                     governance or known)

    def do_offence_report(self, statement, proof):
        for offence, key in self.offences(proof):
            place = statements.encode(offence)
            if not self.get("offence", place):
                self.put("offence", place, [[statements.EDDSA, key], self.height, self.time])

    def offences(self, proof):
        """Who is proven to have done what, each with its vote key; that the signatures are true is taken for granted."""
        code, body = proof
        if code == 2:
            accused, kind, height, place, number = [body[1]], 5, body[0], body[2], 0
        else:
            accused, kind, height, number = self.accused(*body)
            place = height
        validators = [found for first, found in self.sets if first <= height][-1]
        return [([validators[at][0], kind, place, number], validators[at][2][2]) for at in accused]

    @staticmethod
    def accused(code, one, other):
        if code == 1:
            return [one[1]], {2: 1, 3: 2}[one[0][0]], one[0][1], one[0][2]
        signers = {entry[0] for entry in other[-1]}
        return [entry[0] for entry in one[-1] if entry[0] in signers], code + 1, one[0], one[1]

    def do_type_register(self, statement, sequence, definition):
        self.govern(statement, sequence)
        self.put("type", definition[0].encode(), [1, definition, False])

    def do_type_update(self, statement, version, definition):
        self.put("type", definition[0].encode(), [version, definition, False])

    def do_type_retire(self, statement, code):
        self.put("type", code.encode(), self.get("type", code.encode())[:2] + [True])

    def do_accredit(self, statement, code, issuer, period):
        self.put("accreditation", prefixed(issuer) + code.encode(), period)

    def do_scene_declare(self, statement, scene):
        self.put("scene", prefixed(statement.issuer) + scene[0].encode(), [scene, None, None])

    def do_scene_approve(self, statement, party, code, digest):
        key = prefixed(party) + code.encode()
        scene, approval, ended = self.get("scene", key)
        assert digest == sha256(statements.encode(scene)) and approval is None and ended is None
        self.put("scene", key, [scene, [statement.issuer, self.time], None])

    def do_scene_end(self, statement, party, code):
        key = prefixed(party) + code.encode()
        self.put("scene", key, [*self.get("scene", key)[:2], self.time])

    def do_documents_issue(self, statement, *_):
        self.manifest = (statement, [])

    def do_document_status(self, statement, record, commitment, code, _):
        assert self.records[record] == (statement.issuer, commitment)
        self.put("status", state.status_key(self.origin, statement.issuer, commitment), [code, self.time, self.height])

    def do_correction_open(self, statement, record, issuer, key, document, _):
        commitment = sha256(b"deedbox/record/v1", sha256(key[1]), document)
        assert self.records[record] == (issuer, commitment)
        place = state.status_key(self.origin, issuer, commitment)
        before = self.get("correction", place)
        assert before is None or before[4] is not None
        term = self.parameters[10] if len(self.parameters) > 10 else 15 * 86_400
        number = before[0] + 1 if before else 1
        self.count_open(issuer, 1, 1)
        self.put("correction", place, [number, self.time, self.height, self.time + term * 1000, None])

    def do_correction_answer(self, statement, record, commitment, outcome, _):
        assert self.records[record] == (statement.issuer, commitment)
        place = state.status_key(self.origin, statement.issuer, commitment)
        before = self.get("correction", place)
        assert before[4] is None
        self.count_open(statement.issuer, 1, -1)
        self.put("correction", place, before[:4] + [[outcome, self.time, self.height]])

    def do_note_anchor(self, statement, *_):
        pass

    def do_disclosure(self, statement, ground, _, mark):
        if isinstance(mark, bytes):
            assert not self.get("disclosure", mark)
            self.put("disclosure", mark, [statement.issuer, ground, self.time, self.height])
        else:
            assert mark[0] > self.height and self.time // 1000 < mark[1] <= self.time // 1000 + 600 * 86_400
            self.count_open(statement.issuer, 2, 1)
            self.put("sealed", statement.id, [statement.issuer, ground, self.time, self.height, mark])

    def do_disclosure_open(self, statement, sealed, tag, salt):
        issuer, ground, time, height, (until, latest, _, mark) = self.entries.pop((KINDS["sealed"], sealed))
        assert self.height >= until or self.time // 1000 >= latest
        assert mark == sha256(b"deedbox/sealedtag/v1", salt, tag) and not self.get("opened", tag)
        self.count_open(issuer, 2, -1)
        self.put("opened", tag, [sealed, issuer, ground, time, height, until, self.time])

    def do_trace(self, statement, grant, ground, *_):
        before = self.get("trace", grant)
        self.put("trace", grant, [
            before[0] + 1 if before else 1, ground, statement.issuer, self.time, self.height])

    def do_evidence_pass(self, statement, grant, number, index, use, recipient, basis):
        place = self.passing(grant, number, statement.issuer)
        assert self.get("passing", place) is None and 0 <= number < 1_024 and recipient != statement.issuer
        assert number == 0 or self.get("passing", self.passing(grant, number - 1, statement.issuer))
        assert isinstance(recipient, bytes) or self.get("member", recipient.encode())
        entry = self.get("grant", grant)
        if entry:
            assert entry[0] == statement.issuer and index >= 1 and entry[8][index - 1][0] == use
        else:
            self.count_open(statement.issuer, 3, 1)
        if len(basis) == 2:
            assert basis[0] in (1, 3, 4, 5, 6)
        else:
            assert is_leave(basis, self.origin, grant, index, recipient)
            assert self.time <= basis[1] * 1000
        ground = basis[0] if len(basis) == 2 else None
        self.put("passing", place, [statement.issuer, index, recipient, ground, self.time, self.height])

    @staticmethod
    def passing(grant, number, party):
        """The key of a passing in the state."""
        return grant + number.to_bytes(8, "big") + party.encode()

    def answer(self, request):
        """The request that a holder answers, and the beginning of the entry that follows."""
        asked = statements.read(request)
        assert asked.act == "request" and asked.origin == self.origin
        assert asked.signers[0].is_by(self.key(asked.issuer, asked.signers[0].key_id, self.time))
        code, profile, uses, term, key, _, _ = asked.payload
        scene, approval, ended = self.get("scene", prefixed(asked.issuer) + code.encode())
        levels = {level for _, types in scene[3] for _, fields in types for _, level, _ in fields}
        assert ended is None and (approval or levels == {1})
        assert 1 <= uses <= scene[4] and 1 <= term <= scene[5] and profile in [name for name, _ in scene[3]]
        assert not self.get("grant", state.grant_id(self.origin, key)), "a key answers once"
        return asked, [asked.issuer, code, profile, key]

    def do_grant(self, statement, request, uses, expiry, deposit):
        asked, entry = self.answer(request)
        entry += [deposit, uses, expiry, asked.not_after, [], None, None, None, 0]
        self.count_open(entry[0], 0, 1)
        self.put("grant", state.grant_id(self.origin, entry[3]), entry)

    def do_refuse(self, statement, request):
        asked, entry = self.answer(request)
        entry += [None, 0, asked.not_after, asked.not_after, [], None, self.time, None, 0]
        self.put("grant", state.grant_id(self.origin, entry[3]), entry)

    def do_grant_limit(self, statement, key, number, uses, expiry, paused, deposit):
        entry = self.get("grant", state.grant_id(self.origin, key))
        assert number == entry[12] + 1 <= 64 and entry[9] is None and entry[10] is None
        if uses is not None:
            assert uses < entry[5]
            entry[5] = max(uses, len(entry[8]))
        if expiry is not None:
            assert self.time < expiry * 1000 and expiry < entry[6]
            entry[6] = expiry
        if paused is not None:
            assert paused > max(entry[11] or 0, self.time // 1000)
            entry[11] = paused
        entry[4] = deposit or entry[4]
        entry[12] = number

    def do_withdraw(self, statement, key):
        entry = self.get("grant", state.grant_id(self.origin, key))
        assert entry[9] is None and entry[10] is None
        entry[9] = self.time

    def do_use(self, statement, grant, index, *_):
        self.count_use(statement, grant, index, None)

    def do_use_many(self, statement, *_):
        self.manifest = (statement, [])

    def count_use(self, statement, grant, index, record):
        entry = self.get("grant", grant)
        assert index == len(entry[8]) + 1 <= entry[5] and entry[0] == statement.issuer
        assert entry[9] is None and entry[10] is None and self.time <= entry[6] * 1000
        assert self.time >= (entry[11] or 0) * 1000
        entry[8].append([statement.id, self.height, self.time, record, 0])

    def do_use_fault(self, statement, grant, index, kind, node, _):
        entry = self.get("grant", grant)
        use = entry[8][index - 1]
        assert index >= 1 and entry[0] == statement.issuer and (node is not None) == (kind == 1)
        assert not use[4] & 1 << kind - 1
        use[4] |= 1 << kind - 1


def closing(grant, retention):
    """The second from which on a grant may leave: it is over for a while, and its request cannot come again."""
    uses, expiry, not_after, counted, withdrawn, refused = grant[5:11]
    over = expiry * 1000
    if counted and len(counted) >= uses:
        over = counted[-1][2]
    if withdrawn is not None or refused is not None:
        over = withdrawn if withdrawn is not None else refused
    return (max(over + retention, not_after * 1000 + 1000) + 999) // 1000


def blocks(leaves):
    """Cuts leaves into blocks; each ends with its seal."""
    block = []
    for leaf in leaves:
        block.append(leaf)
        if statements.kind(leaf) == "seal":
            yield block
            block = []
    assert not block, "the log does not end with a seal"
