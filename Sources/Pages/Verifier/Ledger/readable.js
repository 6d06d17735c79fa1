// The genesis in the form that people read, made into the CBOR from which a ledger has its name.

const GENESIS_FORMAT = "deedbox-genesis/1";
const VALIDATOR_KEYS = ["log", "cosigner", "vote", "release", "link"];
const KEY_ALGORITHMS = {Ed25519: -8, ES256: -7};

/** Each parameter with what it is where it is not named; the first ten are written in any case. */
const PARAMETERS = {
    blockLeaves: 131_072, blockBytes: 16 << 20, manifestRecords: 16_384, statementLifetime: 600,
    governanceLifetime: 14 * 86_400, requestLifetime: 7 * 86_400, governanceDelay: 86_400_000,
    grantRetention: 3_600_000, closedPerBlock: 4_096, heartbeat: 60_000,
    correctionTerm: 15 * 86_400, openGrants: 1_000_000, openCorrections: 1_000_000,
    sealedDisclosures: 10_000, closedPassings: 100_000,
};
const ALWAYS_WRITTEN = 10;

/** The CBOR of a genesis file in either form. */
function genesisBytes(bytes) {
    const isReadable = /^[ \t\r\n]*\{/.test(String.fromCharCode(...bytes.subarray(0, 64)));
    return isReadable ? cborBytes(readableGenesis(strictJSON(bytes))) : bytes;
}

function readableGenesis(value) {
    members(value, ["format", "name", "created", "sample", "faultModel", "validators", "governance"], ["parameters"]);
    demand(value.get("format") === GENESIS_FORMAT, `not of the format ${GENESIS_FORMAT}`);
    const model = ["crash", "byzantine"].indexOf(value.get("faultModel"));
    demand(model >= 0 && Array.isArray(value.get("validators")), "not a genesis");
    return [
        1, value.get("name"), timeSeconds(value.get("created")), value.get("sample"), model,
        value.get("validators").map(readableValidator), readableGovernance(value.get("governance")),
        readableParameters(value.has("parameters") ? value.get("parameters") : new Map()),
    ];
}

function readableValidator(value) {
    members(value, ["member", "name", "keys"]);
    const name = members(value.get("name"), ["zh", "en"]);
    const keys = members(value.get("keys"), VALIDATOR_KEYS);
    return [
        value.get("member"), [name.get("zh"), name.get("en")],
        VALIDATOR_KEYS.map((word) => bytesOfHex(keys.get(word))),
    ];
}

function readableGovernance(value) {
    members(value, ["threshold", "keys"]);
    demand(Array.isArray(value.get("keys")), "not the keys of governors");
    return [value.get("threshold"), value.get("keys").map((text) => {
        const [, word, digits] = /^(Ed25519|ES256):([0-9a-f]+)$/.exec(text) ?? [];
        demand(digits !== undefined, "not a public key");
        return [KEY_ALGORITHMS[word], bytesOfHex(digits)];
    })];
}

/** The list ends with the last that is not as it would be without being named. */
function readableParameters(value) {
    members(value, [], Object.keys(PARAMETERS));
    const all = Object.entries(PARAMETERS).map(([name, usual]) => (value.has(name) ? value.get(name) : usual));
    const usual = Object.values(PARAMETERS);
    const last = all.findLastIndex((number, at) => number !== usual[at]);
    return all.slice(0, Math.max(last + 1, ALWAYS_WRITTEN));
}
