// Receipts, in text and in CBOR, as docs/protocol/receipt.md has them.

const RECEIPT_LIMIT = 262_144;
const MOST_POSITION = 131_071;

/** A leaf, its path to a checkpoint, and for a record its path to the manifest that is the leaf. */
class Receipt {
    constructor(leaf, index, path, note, record) {
        demand(isBytes(leaf, 1, 65_535), "not the length of a leaf");
        demand(index < note.checkpoint.size, "the leaf stands behind the end of the log");
        Object.assign(this, {leaf, index, path, note, record});
    }

    /** Either form: an array of seven is CBOR. */
    static reading(bytes) {
        demand(bytes.length > 0 && bytes.length <= RECEIPT_LIMIT, "not the length of a receipt");
        return bytes[0] === 0x87 ? Receipt.readingCBOR(bytes) : Receipt.readingText(bytes);
    }

    static readingCBOR(bytes) {
        const [version, record, leaf, index, path, text, signatures] = parts(cbor(bytes), 7, "receipt");
        demand(version === 1 && isNumber(index, LAST_NUMBER - 1) && typeof text === "string", "not a receipt");
        const origin = readCheckpoint(text).origin;
        demand(Array.isArray(signatures) && signatures.length > 0 && signatures.length <= NOTE_SIGNATURES,
            "no signatures, or too many");
        const note = new Note(text, signatures.map((signature) => cborSignature(signature, origin)));
        return new Receipt(leaf, index, splitHashes(path, 63), note, record === null ? null : cborRecord(record));
    }

    static readingText(bytes) {
        const lines = new Lines(linesText(bytes, RECEIPT_LIMIT));
        lines.exactly("deedbox/receipt/v1");
        const record = lines.next === "" ? null : textRecord(lines);
        lines.exactly("");
        const leaf = base64Bytes(lines.word("leaf"));
        lines.exactly("c2sp.org/tlog-proof@v1");
        const index = decimal(lines.word("index"), LAST_NUMBER - 1);
        const path = lines.hashes(63);
        lines.exactly("");
        return new Receipt(leaf, index, path, Note.reading(lines.rest), record);
    }
}

function recordProof(bytes, position, path) {
    demand(isBytes(bytes, 1, 1_024) && isNumber(position, MOST_POSITION), "not a record");
    return {bytes, position, path};
}

function cborRecord(value) {
    const [bytes, position, path] = parts(value, 3, "record");
    return recordProof(bytes, position, splitHashes(path, 17));
}

function textRecord(lines) {
    const bytes = base64Bytes(lines.word("record"));
    const position = decimal(lines.word("position"), MOST_POSITION);
    return recordProof(bytes, position, lines.hashes(17));
}

/** The origin's name is left out, and only that. */
function cborSignature(value, origin) {
    const [name, payload] = parts(value, 2, "signature");
    demand(name === null || typeof name === "string" && name !== origin && isKeyName(name), "a wrong key name");
    demand(isBytes(payload, 5), "a signature line without signature");
    return {name: name ?? origin, id: payload.subarray(0, 4), payload: payload.subarray(4)};
}

/** A text line by line. */
class Lines {
    constructor(text) {
        this.rest = text;
    }

    get next() {
        const end = this.rest.indexOf("\n");
        demand(end >= 0, "cut off");
        return this.rest.slice(0, end);
    }

    take() {
        const line = this.next;
        this.rest = this.rest.slice(line.length + 1);
        return line;
    }

    exactly(line) {
        demand(this.take() === line, `a line is missing: ${line}`);
    }

    word(name) {
        const line = this.take();
        demand(line.startsWith(`${name} `), `a line is missing: ${name}`);
        return line.slice(name.length + 1);
    }

    /** All lines before the next empty one. */
    hashes(most) {
        const hashes = [];
        while (this.next !== "") {
            demand(hashes.length < most, "the path is too long");
            hashes.push(hashLine(this.take()));
        }
        return hashes;
    }
}
