// Proofs of the state, as docs/protocol/state.md has them: one path from an entry, or from where it would stand.

const STATE_KINDS = {governance: 1, member: 2, scene: 5, status: 6, grant: 7, epoch: 9, correction: 12};
const KIND_STEPS = 8;
const STATE_STEPS = 264;
const PROOF_LIMIT = 65_536;
const EMPTY_HASH = new Uint8Array(32);

/** A path that was read: `end` is the value, null for nothing, or two hashes of another entry. */
class StateProof {
    constructor(value) {
        const [kind, count, bitmap, hashes, end] = parts(value, 5, "proof");
        demand(isNumber(kind, 255), "not a kind");
        demand(end === null || isBytes(end, 0, 65_535) || areTwoHashes(end), "not the end of a path");
        Object.assign(this, {kind, end, siblings: readSiblings(count, bitmap, hashes)});
    }

    /** What the state has under a key, null for nothing; refuses what proves neither. */
    value(kind, key, root) {
        demand(this.kind === kind, "a proof of another kind");
        const hash = sha256(Uint8Array.of(kind), key);
        const depth = this.siblings.length;
        demand(this.end === null || depth >= KIND_STEPS, "a path of a wrong length");
        let node = this.lowest(hash, depth - KIND_STEPS);
        this.siblings.forEach((sibling, height) => {
            const isRight = turnsRight(kind, hash, depth - 1 - height);
            node = isRight ? innerNode(sibling, node) : innerNode(node, sibling);
        });
        demand(same(node, root), "the path leads to another root");
        return this.end instanceof Uint8Array ? this.end : null;
    }

    lowest(hash, bits) {
        if (this.end === null) return EMPTY_HASH;
        if (this.end instanceof Uint8Array) return entryNode(hash, sha256(this.end));
        const [other, value] = this.end;
        demand(!same(other, hash) && shareBits(other, hash, bits), "another entry in another place");
        return entryNode(other, value);
    }
}

function areTwoHashes(value) {
    return Array.isArray(value) && value.length === 2 && value.every((item) => isBytes(item, 32, 32));
}

function readSiblings(count, bitmap, hashes) {
    demand(isNumber(count, STATE_STEPS), "too many siblings");
    demand(isBytes(bitmap) && bitmap.length === (count + 7) >> 3, "a bitmap of another length");
    const rest = splitHashes(hashes, STATE_STEPS);
    demand(!rest.some((hash) => same(hash, EMPTY_HASH)), "an empty sibling is written out");
    let taken = 0;
    const siblings = [];
    for (let step = 0; step < 8 * bitmap.length; step++) {
        const isThere = (bitmap[step >> 3] & (0x80 >> (step & 7))) !== 0;
        demand(!isThere || step < count && taken < rest.length, "the bitmap does not fit the siblings");
        if (step < count) siblings.push(isThere ? rest[taken++] : EMPTY_HASH);
    }
    demand(taken === rest.length, "the bitmap does not fit the siblings");
    return siblings;
}

function entryNode(keyHash, valueHash) {
    return sha256(Uint8Array.of(0), keyHash, valueHash);
}

function innerNode(left, right) {
    return same(left, EMPTY_HASH) && same(right, EMPTY_HASH) ? EMPTY_HASH : nodeHash(left, right);
}

function bitAt(hash, bit) {
    return (hash[bit >> 3] >> (7 - (bit & 7))) & 1;
}

function turnsRight(kind, hash, step) {
    return (step < KIND_STEPS ? (kind >> (7 - step)) & 1 : bitAt(hash, step - KIND_STEPS)) === 1;
}

function shareBits(left, right, bits) {
    for (let bit = 0; bit < bits; bit++) if (bitAt(left, bit) !== bitAt(right, bit)) return false;
    return true;
}

// Keys.

function statusKey(origin, issuer, commitment) {
    return sha256(utf8("deedbox/status/v1"), prefixed(origin), prefixed(issuer), commitment);
}

function grantID(origin, key) {
    return sha256(utf8("deedbox/grant/v1"), prefixed(origin), key);
}

function sceneKey(party, code) {
    return joined(prefixed(party), utf8(code));
}

// What ties a proof to a checkpoint.

/** `[1, receipt, proof]`: the receipt is that of a seal. */
function readSealedProof(bytes) {
    demand(bytes.length <= PROOF_LIMIT, "a proof that is too long");
    const [version, receipt, proof] = parts(cbor(bytes), 3, "sealed proof");
    demand(version === 1, "a proof of an unknown version");
    return {receipt: readCBORReceipt(receipt), proof: new StateProof(proof)};
}

/** Inside of proofs only the CBOR form stands. */
function readCBORReceipt(bytes) {
    demand(isBytes(bytes, 1, RECEIPT_LIMIT) && bytes[0] === 0x87, "not a receipt");
    return Receipt.reading(bytes);
}

/** A seal, docs/protocol/leaves.md: the last leaf of a block. */
function readSeal(leaf) {
    const seal = parts(cbor(leaf), 14, "seal");
    demand(seal[0] === 1 && [1, 3, 5, 11].every((at) => isNumber(seal[at])), "not a seal");
    demand([2, 4, 7, 8, 9, 10, 12].every((at) => isBytes(seal[at], 32, 32)), "not a seal");
    demand(isNumber(seal[6], 62) && isNumber(seal[13], 131_071), "not a seal");
    return {
        height: seal[1], firstIndex: seal[3], time: seal[5], stateRoot: seal[7], validators: seal[8],
        nextValidators: seal[9], parameters: seal[10],
    };
}
