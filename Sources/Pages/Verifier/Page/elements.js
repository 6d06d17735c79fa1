// Parts of the page. Whatever comes from a file is set as text, never as HTML.

const SYMBOLS = {yes: "✓", no: "✗", unknown: "?"};

/** An element with attributes and children; children that are null are left out. */
function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
    made.append(...children.flat().filter((child) => child !== null));
    return made;
}

/** Text from a file: characters that hide or turn others are written out. */
function visible(text) {
    return String(text).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu,
        (letter) => (letter === "\n" ? letter : `\\u{${letter.codePointAt(0).toString(16)}}`));
}

function symbol(answer) {
    return element("span", {class: `symbol ${answer}`, "aria-hidden": "true"}, SYMBOLS[answer]);
}

/** Terms with what is said of them; those without are left out. */
function termList(entries) {
    const lines = entries.filter(([, said]) => said !== null)
        .flatMap(([term, said]) => [element("dt", {}, term), element("dd", {}, said)]);
    return element("dl", {class: "lines"}, lines);
}

/** A block and its time, or the time alone. */
function placeText(asOf, say) {
    if (!asOf) return null;
    const time = timeText(Math.floor(Number(asOf.time) / 1_000));
    return asOf.height === null ? time : `${say(pageWords.block)} ${asOf.height}, ${time}`;
}

/** What is told of a standing beside a verdict: it, that nobody asked since the use, or that the file does not tell;
 *  null beside a no, unless it is bad. */
function todayOf(verdict, standing) {
    if (standing !== null && isBad(standing)) return {standing};
    if (verdict.answer === "no") return null;
    if (standing === null) return {word: "untold"};
    const {asOf} = verdict;
    const isByHeight = asOf !== null && asOf.height !== null && standing.asOf.height !== null;
    const isNewer = asOf === null || (isByHeight ? standing.asOf.height > asOf.height : standing.asOf.time > asOf.time);
    return isNewer ? {standing} : {word: "notAsked"};
}

function todayText({standing, word}, say) {
    return standing ? standingText(standing, say) : say(pageWords[word]);
}

function todayAnswer({standing}) {
    return !standing ? "unknown" : isBad(standing) ? "no" : "yes";
}

/** How a document stands now, since when, and as of which block. */
function standingText(standing, say) {
    const parts = [say(catalogue.states[standing.state])];
    if (standing.since) parts.push(`${say(pageWords.since)} ${placeText(standing.since, say)}`);
    return [...parts, `${say(pageWords.asOf)} ${placeText(standing.asOf, say)}`].join(" · ");
}

function checkItem(check, say) {
    const reason = check.reason && catalogue.reasons[check.reason];
    const place = placeText(check.asOf, say);
    return element("li", {
        class: "check", "data-check": check.name, "data-answer": check.answer, "data-reason": check.reason ?? "",
    }, symbol(check.answer), element("div", {},
        element("span", {class: "said"}, say(catalogue.answers[check.answer])),
        ` · ${say(catalogue.checks[check.name])}`,
        reason && element("p", {}, say(reason.cause)),
        reason && (check.reason === "not-reached" ? null : element("p", {class: "soft"},
            `${say(pageWords.next)} (${say(pageWords.acts)} ${say(reason.actor)}): ${say(reason.next)}`)),
        element("p", {class: "soft"}, [place, check.reason].filter(Boolean).join(" · "))));
}

function checkList(checks, say) {
    return element("ul", {class: "card checks"}, checks.map((check) => checkItem(check, say)));
}

/** A value as it was shown: texts as they are, all else as JSON. */
function valueText(value) {
    return visible(typeof value === "string" ? value : jsonText(value));
}

function jsonText(value) {
    if (value instanceof Map) {
        return `{${[...value].map(([name, item]) => `${JSON.stringify(name)}: ${jsonText(item)}`).join(", ")}}`;
    }
    if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
    return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

function fieldTable(fields, say) {
    if (fields.length === 0) return element("p", {class: "sub"}, say(pageWords.nothingShown));
    const rows = fields.map(({path, value}) => element("tr", {},
        element("th", {scope: "row"}, visible(path)), element("td", {}, element("bdi", {}, valueText(value)))));
    return element("div", {class: "card scroll"}, element("table", {class: "fields"}, element("tbody", {}, rows)));
}
