// Pieces of bytes that stand in several values of an evidence file, and are written once.

const MOST_SHARED = 1_024;
const MOST_PIECES = 16;

class SharedPieces {
    constructor(items) {
        demand(Array.isArray(items) && items.length <= MOST_SHARED, "not shared pieces");
        this.pieces = items.map(filledBytes);
        this.named = 0;
        this.total = 0;
    }

    /** The bytes of a value: base64url, or pieces put together. All values together are no longer than a file. */
    bytes(value, most) {
        const bytes = Array.isArray(value) ? this.joined(value, most) : base64urlBytes(value);
        this.total += bytes.length;
        demand(bytes.length <= most && this.total <= EVIDENCE_LIMIT, "too many bytes");
        return bytes;
    }

    joined(items, most) {
        demand(items.length > 0 && items.length <= MOST_PIECES, "not the number of pieces of a value");
        let left = most;
        return joined(...items.map((item) => {
            const piece = this.piece(item);
            left -= piece.length;
            demand(left >= 0, "too many bytes");
            return piece;
        }));
    }

    /** Each shared piece is first referred to after all those before it: so there is one order of them. */
    piece(item) {
        if (typeof item === "string") return filledBytes(item);
        demand(isNumber(item) && item < this.pieces.length, "not a shared piece");
        demand(item <= this.named, "a shared piece before its turn");
        this.named = Math.max(this.named, item + 1);
        return this.pieces[item];
    }

    finish() {
        demand(this.named === this.pieces.length, "a piece to which nothing refers");
    }
}

function filledBytes(text) {
    demand(text !== "", "an empty piece");
    return base64urlBytes(text);
}
