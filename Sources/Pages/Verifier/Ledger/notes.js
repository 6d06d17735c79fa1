// Signed notes and checkpoints (C2SP), in the narrow form of docs/protocol/checkpoint.md.

const NOTE_LIMIT = 65_536;
const NOTE_SIGNATURES = 64;

function isKeyName(text) {
    return text !== "" && isText(text, 255) && !/[\p{White_Space}+\u0000-\u001f]/u.test(text);
}

/** The text of lines that end with a newline and have no other control character. */
function linesText(bytes, limit) {
    demand(bytes.length <= limit, "too long");
    const text = textOf(bytes);
    demand(!/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.endsWith("\n"), "not lines of text");
    return text;
}

function decimal(text, largest) {
    demand(/^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number(text) <= largest, "not a number, or too large");
    return Number(text);
}

function hashLine(line) {
    const hash = base64Bytes(line);
    demand(hash.length === 32, "not a hash");
    return hash;
}

/** Origin, size and root. */
function readCheckpoint(text) {
    linesText(utf8(text), NOTE_LIMIT);
    const lines = text.slice(0, -1).split("\n");
    demand(lines.length === 3 && isKeyName(lines[0]), "not a checkpoint");
    const [origin, size, root] = [lines[0], decimal(lines[1], LAST_NUMBER), hashLine(lines[2])];
    demand(size > 0 || same(root, sha256(new Uint8Array(0))), "the root of an empty log is another");
    return {origin, size, root};
}

/** A note: its text and who signed it. */
class Note {
    constructor(text, signatures) {
        this.text = text;
        this.signatures = signatures;
        this.checkpoint = readCheckpoint(text);
    }

    /** The lines behind the last empty one are signatures. */
    static reading(text) {
        demand(isText(text, NOTE_LIMIT), "too long");
        const end = text.lastIndexOf("\n\n");
        demand(end >= 0 && end + 2 < text.length, "a note without signatures");
        const lines = text.slice(end + 2, -1).split("\n");
        demand(lines.length <= NOTE_SIGNATURES, "too many signatures");
        return new Note(text.slice(0, end + 1), lines.map(Note.signature));
    }

    static signature(line) {
        demand(line.startsWith("\u2014 "), "not a signature line");
        const space = line.indexOf(" ", 2);
        demand(space > 0, "not a signature line");
        const [name, payload] = [line.slice(2, space), base64Bytes(line.slice(space + 1))];
        demand(isKeyName(name) && payload.length > 4, "not a signature line");
        return {name, id: payload.subarray(0, 4), payload: payload.subarray(4)};
    }
}

const LOG_ROLE = 1, COSIGNER_ROLE = 4;

/** A key whose signature below a note counts. */
class NoteKey {
    constructor(name, role, key) {
        this.name = name;
        this.role = role;
        this.key = key;
        this.id = sha256(utf8(`${name}\n`), Uint8Array.of(role), key).subarray(0, 4);
    }

    names(line) {
        return this.name === line.name && same(this.id, line.id);
    }

    async signed(line, text) {
        if (this.role === LOG_ROLE) return isEd25519Signature(this.key, line.payload, utf8(text));
        if (line.payload.length !== 72 || line.payload[0] > 127) return false;
        const message = utf8(`cosignature/v1\ntime ${cosignatureTime(line)}\n${text}`);
        return isEd25519Signature(this.key, line.payload.subarray(8), message);
    }
}

/** By the cosigner's clock, POSIX seconds. */
function cosignatureTime(line) {
    return numberIn(line.payload.subarray(0, 8));
}

/** Why a note is not final. */
class NotFinal extends Refusal {
    constructor(what, isFalse = false) {
        super(what);
        this.isFalse = isFalse;
    }
}

/** Whose signatures make a checkpoint final while one set of validators is in office. */
class Policy {
    constructor(origin, logKeys, cosigners, quorum) {
        this.origin = origin;
        this.keys = [...logKeys, ...cosigners];
        this.count = cosigners.length;
        this.quorum = quorum;
    }

    knows(line) {
        return this.keys.some((key) => key.names(line));
    }

    /** Size and root of a final checkpoint, who cosigned it and when the first of them did; refuses any other. */
    async final(note) {
        const {origin, size, root} = note.checkpoint;
        if (origin !== this.origin) throw new OtherLedger(origin);
        const known = note.signatures.filter((line) => this.knows(line));
        const signers = await Promise.all(known.map((line) => this.signer(line, note.text)));
        if (signers.includes(null)) throw new NotFinal("a false signature", true);
        if (!signers.some((key) => key.role === LOG_ROLE)) throw new NotFinal("no signature of the log");
        const times = new Map();
        signers.forEach((key, at) => {
            if (key.role === COSIGNER_ROLE && !times.has(key)) times.set(key, cosignatureTime(known[at]));
        });
        if (times.size < this.quorum) throw new NotFinal(`${times.size} of ${this.quorum} cosignatures`);
        const first = [...times.values()].reduce((least, time) => (time < least ? time : least));
        const assurance = Math.max(0, this.quorum + times.size - this.count - 1);
        return {size, root, second: Number(first), cosigners: times.size, of: this.count, assurance};
    }

    /** Two keys may share name and id: the one counts that signed. */
    async signer(line, text) {
        for (const key of this.keys) if (key.names(line) && await key.signed(line, text)) return key;
        return null;
    }
}
