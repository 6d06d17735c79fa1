// Deterministic CBOR (RFC 8949 section 4.2.1): one encoding for each value, no other is read.

const CBOR_DEPTH = 16;

class Tagged {
    constructor(number, value) {
        this.number = number;
        this.value = value;
    }
}

/** The one value that these bytes encode: numbers, bytes, texts, arrays, Maps, Tagged, true, false and null. */
function cbor(bytes) {
    const reader = new CBORReader(bytes);
    const value = reader.item(CBOR_DEPTH);
    demand(reader.at === bytes.length, "CBOR: bytes behind the value");
    return value;
}

class CBORReader {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    item(depth) {
        demand(depth > 0, "CBOR: nested too deeply");
        const major = this.bytes[this.at] >> 5;
        if (major === 7) return this.simple();
        const number = this.head();
        switch (major) {
        case 0: return number;
        case 1: return typeof number === "bigint" || number === LAST_NUMBER ? -1n - BigInt(number) : -1 - number;
        case 2: return this.take(number);
        case 3: return textOf(this.take(number));
        case 4: return this.array(number, depth);
        case 5: return this.map(number, depth);
        default: return new Tagged(number, this.item(depth - 1));
        }
    }

    head() {
        demand(this.at < this.bytes.length, "CBOR: cut off");
        const info = this.bytes[this.at++] & 31;
        if (info < 24) return info;
        demand(info < 28, "CBOR: an indefinite or reserved length");
        const width = 1 << (info - 24);
        demand(this.bytes.length - this.at >= width, "CBOR: cut off");
        const number = numberIn(this.bytes.subarray(this.at, this.at + width));
        this.at += width;
        demand(number >= (width === 1 ? 24n : 1n << BigInt(width * 4)), "CBOR: not the shortest form");
        return number <= LAST_NUMBER ? Number(number) : number;
    }

    /** No item is shorter than a byte: a count beyond the bytes that are left is refused before it costs memory. */
    left(number) {
        demand(number <= this.bytes.length - this.at, "CBOR: cut off");
        return Number(number);
    }

    take(number) {
        const end = this.at + this.left(number);
        const bytes = this.bytes.subarray(this.at, end);
        this.at = end;
        return bytes;
    }

    array(number, depth) {
        const items = [];
        for (let left = this.left(number); left > 0; left--) items.push(this.item(depth - 1));
        return items;
    }

    map(number, depth) {
        const pairs = new Map();
        let before = null;
        for (let left = this.left(number); left > 0; left--) {
            const start = this.at;
            const key = this.item(depth - 1);
            const bytes = this.bytes.subarray(start, this.at);
            demand(typeof key === "number" || typeof key === "string", "CBOR: a key that is not used here");
            demand(before === null || isBefore(before, bytes), "CBOR: map keys out of order");
            before = bytes;
            pairs.set(key, this.item(depth - 1));
        }
        return pairs;
    }

    simple() {
        const value = {0xf4: false, 0xf5: true, 0xf6: null}[this.bytes[this.at++]];
        demand(value !== undefined, "CBOR: a value that is not used here");
        return value;
    }
}

function isBefore(left, right) {
    const shorter = Math.min(left.length, right.length);
    for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return left[at] < right[at];
    return left.length < right.length;
}

/** The one encoding of a value; the keys of a Map stand in their order already. */
function cborBytes(value) {
    if (value === null) return Uint8Array.of(0xf6);
    if (typeof value === "boolean") return Uint8Array.of(value ? 0xf5 : 0xf4);
    if (typeof value === "number" || typeof value === "bigint") {
        return value >= 0 ? cborHead(0, value) : cborHead(1, -1n - BigInt(value));
    }
    if (typeof value === "string") return cborBytesOf(3, utf8(value));
    if (value instanceof Uint8Array) return cborBytesOf(2, value);
    if (Array.isArray(value)) return joined(cborHead(4, value.length), ...value.map(cborBytes));
    return joined(cborHead(5, value.size), ...[...value].flat().map(cborBytes));
}

function cborBytesOf(major, bytes) {
    return joined(cborHead(major, bytes.length), bytes);
}

function cborHead(major, number) {
    if (number < 24) return Uint8Array.of((major << 5) | Number(number));
    const width = [0, 1, 2, 3].find((width) => BigInt(number) < 1n << BigInt(8 << width));
    return joined(Uint8Array.of((major << 5) | (24 + width)), numberBytes(number, 1 << width));
}
