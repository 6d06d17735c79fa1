// What a verifier asks for beyond the rules.

const POLICY_FORMAT = "deedbox-policy/1";
const TRUST_LABELS = ["government", "social"];

/** Nothing beyond the rules, and five minutes of leeway. */
const noPolicy = {assurance: 0, age: null, labels: null, leeway: 300};

function readPolicy(bytes) {
    const asked = members(
        strictJSON(bytes), ["format"], ["leastAssurance", "maxDataAgeSeconds", "trustLabels", "leewaySeconds"]);
    demand(asked.get("format") === POLICY_FORMAT, `not of the format ${POLICY_FORMAT}`);
    const number = (name, most, otherwise) => {
        if (!asked.has(name)) return otherwise;
        demand(isNumber(asked.get(name), most), `${name}: not a number that is allowed`);
        return asked.get(name);
    };
    return {
        assurance: number("leastAssurance", 64, noPolicy.assurance),
        age: number("maxDataAgeSeconds", 2 ** 32, noPolicy.age),
        labels: asked.has("trustLabels") ? readLabels(asked.get("trustLabels")) : null,
        leeway: number("leewaySeconds", DAY, noPolicy.leeway),
    };
}

function readLabels(value) {
    demand(Array.isArray(value) && value.length > 0, "not labels");
    demand(value.every((label) => TRUST_LABELS.includes(label)), "not labels");
    demand(new Set(value).size === value.length, "a label twice");
    return value;
}
