// From the genesis to the validators of any time: docs/protocol/genesis.md and epochs.md.

const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/;
const TYPE_CODE = /^[A-Z0-9]{1,32}$/;
const MOST_STEPS = 1_024;
// Parameters behind the tenth are written up to the last that is not this.
const DEFAULTS = [15 * 86_400, 1_000_000, 1_000_000, 10_000, 100_000];

function isLabel(value) {
    return typeof value === "string" && LABEL.test(value);
}

function isTypeCode(value) {
    return typeof value === "string" && TYPE_CODE.test(value);
}

function bilingual(value) {
    const [zh, en] = parts(value, 2, "name");
    demand(isText(zh, 400) && isText(en, 400), "not a name in two languages");
    return {zh, en};
}

/** Who keeps the ledger for a run of heights, and so whose signatures count. */
class Epoch {
    constructor(origin, number, first, model, validators, parameters) {
        demand(isNumber(number) && isNumber(first) && (model === 0 || model === 1), "not an epoch");
        demand(Array.isArray(validators) && validators.length > 0 && validators.length <= 63, "not validators");
        demand(model === 0 || validators.length >= 4, "too few validators for the fault model");
        Epoch.checkValidators(validators);
        Epoch.checkParameters(parameters);
        const liars = model === 1 ? Math.floor((validators.length - 1) / 3) : 0;
        const quorum = Math.floor((validators.length + liars) / 2) + 1;
        const name = origin.slice(0, origin.lastIndexOf("/"));
        this.number = number;
        this.first = first;
        this.validatorsDigest = sha256(utf8("deedbox/validators/v1"), cborBytes(validators));
        this.parametersDigest = sha256(
            utf8("deedbox/parameters/v1"), cborBytes([validators.length, liars, model, parameters]));
        this.policy = new Policy(
            origin, validators.map(([, , keys]) => new NoteKey(origin, LOG_ROLE, keys[0])),
            validators.map(([member, , keys]) => new NoteKey(`${member}.${name}`, COSIGNER_ROLE, keys[1])), quorum);
    }

    static checkValidators(validators) {
        const seen = new Set();
        let before = "";
        for (const validator of validators) {
            const [member, name, keys] = parts(validator, 3, "validator");
            demand(isLabel(member) && member > before, "validators out of order");
            bilingual(name);
            parts(keys, 5, "keys").forEach((key, at) => {
                demand(at < 4 ? isEd25519Key(key) : isP256Point(key), "not the key of a validator");
                demand(!seen.has(hexOf(key)), "a key stands twice");
                seen.add(hexOf(key));
            });
            before = member;
        }
    }

    static checkParameters(parameters) {
        demand(Array.isArray(parameters) && parameters.length >= 10 && parameters.length <= 15
            && parameters.every((item) => isNumber(item, 2 ** 40)), "not the parameters of a ledger");
        demand(parameters.length === 10 || parameters.at(-1) !== DEFAULTS[parameters.length - 11],
            "a default is written out");
    }
}

/** The genesis of a ledger, as its CBOR file says it. */
function readGenesis(bytes) {
    const [version, name, created, isSample, model, validators, governance, parameters]
        = parts(cbor(bytes), 8, "genesis");
    demand(version === 1 && typeof name === "string" && /^[a-z0-9.-]{1,100}$/.test(name), "not a genesis");
    demand(isNumber(created, 2 ** 40) && typeof isSample === "boolean", "not a genesis");
    readGovernance(governance);
    const digest = sha256(bytes);
    const origin = `${name}/${hexOf(digest).slice(0, 32)}`;
    return {name, origin, digest, isSample, epoch: new Epoch(origin, 0, 1, model, validators, parameters)};
}

function readGovernance(value) {
    const [threshold, keys] = parts(value, 2, "governance");
    demand(Array.isArray(keys) && keys.length > 0 && keys.length <= 32, "not the keys of governors");
    demand(isNumber(threshold, keys.length) && threshold > 0, "not a threshold");
    return keys.map(publicKey);
}

/** Who was in office, epoch after epoch: each note is judged by the set of its time. */
class Walk {
    constructor(genesis) {
        this.origin = genesis.origin;
        this.epoch = genesis.epoch;
        this.past = [];
    }

    /** Along all steps of a proof of epochs. */
    static async along(bytes, genesis) {
        const walk = new Walk(genesis);
        const [version, origin, steps] = parts(cbor(bytes), 3, "proof of epochs");
        demand(version === 1 && Array.isArray(steps) && steps.length <= MOST_STEPS, "not a proof of epochs");
        demand(origin === walk.origin, "the steps are of another ledger");
        for (const step of steps) await walk.take(step);
        return walk;
    }

    /** One step, signed by the set in office. */
    async take(bytes) {
        demand(isBytes(bytes, 1, PROOF_LIMIT), "a step that is too long");
        const [version, receiptBytes, proofParts, ...governance] = cborArray(bytes);
        demand(version === 1 && governance.length === 0 || version === 2 && governance.length === 1,
            "a step of an unknown version");
        const [receipt, proof] = [readCBORReceipt(receiptBytes), new StateProof(proofParts)];
        const final = await this.epoch.policy.final(receipt.note);
        demand(same(inclusionRoot(receipt.index, final.size, leafHash(receipt.leaf), receipt.path), final.root),
            "the seal is not in the log");
        demand(receipt.index + 1 === final.size, "the seal is not the last leaf");
        const seal = readSeal(receipt.leaf);
        const number = this.epoch.number + 1;
        const value = proof.value(STATE_KINDS.epoch, numberBytes(number, 8), seal.stateRoot);
        demand(value !== null && value.length <= 40_000, "the state has no such epoch");
        this.enter(seal, new Epoch(this.origin, ...parts(cbor(value), 5, "epoch")), final.size);
        for (const parts of governance) checkGovernance(new StateProof(parts), seal.stateRoot);
    }

    enter(seal, next, size) {
        demand(next.number === this.epoch.number + 1, "an epoch is missing");
        demand(same(seal.validators, this.epoch.validatorsDigest)
            && same(seal.parameters, this.epoch.parametersDigest), "decided by another set");
        demand(seal.height >= this.epoch.first && next.first === seal.height + 1, "a wrong height");
        demand(same(seal.nextValidators, next.validatorsDigest), "the seal names another next set");
        this.past.push({size, epoch: this.epoch});
        this.epoch = next;
    }

    /** The epoch in whose time the log had that size. */
    at(size) {
        return this.past.find((entry) => size <= entry.size)?.epoch ?? this.epoch;
    }
}

function cborArray(bytes) {
    const value = cbor(bytes);
    demand(Array.isArray(value), "not an array");
    return value;
}

/** Who governs from a step on; a step that proves it must prove it truly. */
function checkGovernance(proof, root) {
    const value = proof.value(STATE_KINDS.governance, utf8("governance"), root);
    demand(value !== null, "who governs does not stand in the state");
    const [next, governance] = parts(cbor(value), 2, "governance");
    demand(isNumber(next), "not a sequence number");
    readGovernance(governance);
}
