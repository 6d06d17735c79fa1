// What the state holds of members, scenes, grants and documents: the layouts of docs/protocol/acts.md.

const STATUS_WORDS = {1: "inForce", 2: "suspended", 3: "revoked", 4: "superseded"};

function optional(value, holds) {
    return value === null || holds(value);
}

function readMember(bytes) {
    const [details, effective, coming, suspended] = parts(cbor(bytes), 4, "member");
    demand(isUnsigned(effective) && optional(suspended, isUnsigned), "not a member");
    const change = coming === null ? null : parts(coming, 2, "coming");
    demand(change === null || isUnsigned(change[1]), "not a member");
    return {
        details: readDetails(details), effective,
        coming: change && {details: readDetails(change[0]), effective: change[1]},
    };
}

function readDetails(value) {
    demand(Array.isArray(value) && (value.length === 4 || value.length === 5), "not a member's details");
    const [name, roles, creditCode, keys, sealingKey] = value;
    demand(Array.isArray(roles) && roles.every((role, at) => isNumber(role, 5) && role > (roles[at - 1] ?? 0)),
        "not the roles of a member");
    demand(isText(creditCode, 32) && Array.isArray(keys) && keys.length <= 16, "not a member's details");
    demand(value.length === 4 || isBytes(sealingKey, 32, 32), "not a sealing key");
    return {name: bilingual(name), roles, keys: keys.map(readMemberKey)};
}

function readMemberKey(value) {
    const [key, from, until] = parts(value, 3, "member key");
    demand(isNumber(from, MOST_SECONDS) && optional(until, (end) => isNumber(end, MOST_SECONDS)), "not a period");
    return {key: publicKey(key), from, until};
}

function readScene(bytes) {
    const [scene, approval, ended] = parts(cbor(bytes), 3, "scene");
    demand(optional(ended, isUnsigned), "not a scene");
    if (approval !== null) {
        const [regulator, time] = parts(approval, 2, "approval");
        demand(isLabel(regulator) && isUnsigned(time), "not an approval");
    }
    const [code, purpose, basis, profiles, mostUses, term, interval, retention, assurance, uncounted]
        = parts(scene, 10, "scene");
    demand(isLabel(code) && isNumber(mostUses, MOST_USES) && mostUses > 0, "not a scene");
    demand(isNumber(term, LONGEST_TERM) && term > 0 && isNumber(interval, LONGEST_TERM), "not a scene");
    demand(isNumber(retention, 36_500) && isNumber(assurance, 62) && typeof uncounted === "boolean", "not a scene");
    bilingual(basis);
    return {code, purpose: bilingual(purpose), profiles: distinct(profiles, 32, readProfile, ({id}) => id)};
}

function readProfile(value) {
    const [id, types] = parts(value, 2, "profile");
    demand(isLabel(id), "not a profile");
    return {id, types: distinct(types, 64, readFieldsOfType, ({type}) => type)};
}

function readFieldsOfType(value) {
    const [type, fields] = parts(value, 2, "fields");
    demand(isTypeCode(type), "not a type");
    return {type, fields: distinct(fields, 400, readAskedField, ({path}) => path)};
}

function readAskedField(value) {
    const [path, level, isRequired] = parts(value, 3, "field");
    demand(isText(path, 64) && isNumber(level, 4) && level > 0 && typeof isRequired === "boolean", "not a field");
    return {path, isRequired};
}

/** One item or more, none with the name of another. */
function distinct(value, most, read, name) {
    demand(Array.isArray(value) && value.length > 0 && value.length <= most, "nothing, or too much");
    const items = value.map(read);
    demand(new Set(items.map(name)).size === items.length, "something stands twice");
    return items;
}

function readGrantEntry(bytes) {
    const [party, scene, profile, key, deposit, uses, expiry, notAfter, counted, withdrawn, refused, paused, limits]
        = parts(cbor(bytes), 13, "grant");
    demand([party, scene, profile].every(isLabel) && isEd25519Key(key), "not a grant");
    demand(optional(deposit, (digest) => isBytes(digest, 32, 32)) && isNumber(uses, MOST_USES), "not a grant");
    demand(isNumber(expiry, MOST_SECONDS) && isNumber(notAfter, MOST_SECONDS) && isNumber(limits, 64), "not a grant");
    demand(optional(withdrawn, isUnsigned) && optional(refused, isUnsigned), "not a grant");
    demand(optional(paused, (time) => isNumber(time, MOST_SECONDS)), "not a grant");
    demand(Array.isArray(counted) && counted.length <= MOST_USES, "not a grant");
    return {uses, expiry, withdrawn, refused, counted: counted.map(readCountedUse)};
}

function readCountedUse(value) {
    const [statement, height, time, record, faults] = parts(value, 5, "use");
    demand(isBytes(statement, 32, 32) && isNumber(height) && isUnsigned(time), "not a use");
    demand(optional(record, (place) => isNumber(place, 4_095)) && isNumber(faults, 3), "not a use");
    return {statement, height, time, record, faults};
}

function readStatus(bytes) {
    const [state, since, height] = parts(cbor(bytes), 3, "status");
    demand(Object.hasOwn(STATUS_WORDS, state) && isUnsigned(since) && isNumber(height), "not a status");
    return {state: STATUS_WORDS[state], since, height};
}

function readCorrection(bytes) {
    const [number, opened, height, due, answer] = parts(cbor(bytes), 5, "correction");
    demand([number, opened, due].every(isUnsigned) && isNumber(height), "not a correction");
    if (answer === null) return {number, opened, height, due, answer};
    const [outcome, time, answered] = parts(answer, 3, "answer");
    demand(isNumber(outcome, 3) && outcome > 0 && isUnsigned(time) && isNumber(answered), "not an answer");
    return {number, opened, height, due, answer: {time, height: answered}};
}
