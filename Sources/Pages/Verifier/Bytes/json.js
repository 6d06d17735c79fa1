// JSON (RFC 8259) as Deedbox uses it: whole numbers of 64 bits, no member twice, 32 values inside each other.
// The browser's own reader takes the last of two members of one name, where another program may take the first.

const JSON_DEPTH = 32;
const JSON_ESCAPES = {"\"": "\"", "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t"};

/** The value that fills these bytes: objects as Maps, numbers beyond 2^53 as BigInt. */
function strictJSON(bytes) {
    const reader = new JSONText(textOf(bytes));
    reader.space();
    const value = reader.value(0);
    reader.space();
    demand(reader.at === reader.text.length, "JSON: more text behind the value");
    return value;
}

class JSONText {
    constructor(text) {
        this.text = text;
        this.at = 0;
    }

    get next() {
        return this.text[this.at];
    }

    space() {
        while (this.next === " " || this.next === "\n" || this.next === "\r" || this.next === "\t") this.at++;
    }

    take(word) {
        demand(this.text.startsWith(word, this.at), "JSON: something unexpected, or cut off");
        this.at += word.length;
    }

    value(depth) {
        switch (this.next) {
        case "{": return this.object(depth + 1);
        case "[": return this.array(depth + 1);
        case "\"": return this.string();
        case "t": return this.word("true", true);
        case "f": return this.word("false", false);
        case "n": return this.word("null", null);
        default: return this.number();
        }
    }

    word(word, value) {
        this.take(word);
        return value;
    }

    /** What stands between brackets: nothing, or items with commas between them. */
    items(depth, end, item) {
        demand(depth <= JSON_DEPTH, "JSON: nested too deeply");
        this.at++;
        this.space();
        if (this.next === end) {
            this.at++;
            return;
        }
        for (;;) {
            item();
            this.space();
            if (this.next === end) break;
            this.take(",");
            this.space();
        }
        this.at++;
    }

    array(depth) {
        const items = [];
        this.items(depth, "]", () => items.push(this.value(depth)));
        return items;
    }

    object(depth) {
        const members = new Map();
        this.items(depth, "}", () => {
            demand(this.next === "\"", "JSON: a member without name");
            const name = this.string();
            demand(!members.has(name), "JSON: a member stands twice");
            this.space();
            this.take(":");
            this.space();
            members.set(name, this.value(depth));
        });
        return members;
    }

    number() {
        const found = /^-?[0-9]+/.exec(this.text.slice(this.at, this.at + 21));
        demand(found, "JSON: something unexpected, or cut off");
        const digits = found[0];
        this.at += digits.length;
        demand(/^(?:0|-?[1-9][0-9]*)$/.test(digits), "JSON: a number with a leading zero");
        demand(!/^[0-9.eE]/.test(this.next ?? ""), "JSON: a number that is not whole, or of more than 64 bits");
        const exact = BigInt(digits);
        demand(exact === BigInt.asIntN(64, exact), "JSON: a number of more than 64 bits");
        return exact >= -LAST_NUMBER && exact <= LAST_NUMBER ? Number(exact) : exact;
    }

    string() {
        let text = "";
        let from = ++this.at;
        for (;;) {
            const letter = this.next;
            demand(letter !== undefined, "JSON: cut off");
            demand(letter >= " ", "JSON: a control character");
            if (letter === "\"") break;
            this.at++;
            if (letter !== "\\") continue;
            text += this.text.slice(from, this.at - 1) + this.escape();
            from = this.at;
        }
        return text + this.text.slice(from, this.at++);
    }

    escape() {
        const letter = this.text[this.at++];
        if (letter !== "u") {
            demand(Object.hasOwn(JSON_ESCAPES, letter ?? ""), "JSON: an unknown escape");
            return JSON_ESCAPES[letter];
        }
        const first = this.unit();
        if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
        demand(first < 0xdc00 && this.text.startsWith("\\u", this.at), "JSON: half of a surrogate pair");
        this.at += 2;
        const second = this.unit();
        demand(second >= 0xdc00 && second <= 0xdfff, "JSON: half of a surrogate pair");
        return String.fromCharCode(first, second);
    }

    unit() {
        const digits = this.text.slice(this.at, this.at + 4);
        demand(/^[0-9a-fA-F]{4}$/.test(digits), "JSON: an unknown escape");
        this.at += 4;
        return parseInt(digits, 16);
    }
}

// Members of objects.

/** An object with exactly these members; of those in `optional` any may be missing. */
function members(value, required, optional = []) {
    demand(value instanceof Map, "not an object");
    for (const name of required) demand(value.has(name), `${name} is missing`);
    for (const name of value.keys()) {
        demand(required.includes(name) || optional.includes(name), `${name}: not known here`);
    }
    return value;
}

/** A text of at least one and at most so many bytes. */
function filledText(value, most) {
    demand(typeof value === "string" && value !== "" && isText(value, most), "not a text, or too long");
    return value;
}
