// The tree of RFC 6962, and paths of hashes.

function leafHash(leaf) {
    return sha256(Uint8Array.of(0), leaf);
}

function nodeHash(left, right) {
    return sha256(Uint8Array.of(1), left, right);
}

/** The root that a path leads to (RFC 9162 section 2.1.3.2). Division, because a log outgrows 32 bits. */
function inclusionRoot(index, size, hash, path) {
    demand(index < size, "no such leaf in the tree");
    let first = index, last = size - 1;
    for (const sibling of path) {
        demand(last > 0, "the path is too long");
        if (first % 2 === 1 || first === last) {
            hash = nodeHash(sibling, hash);
            while (first % 2 === 0 && first !== 0) [first, last] = [halved(first), halved(last)];
        } else {
            hash = nodeHash(hash, sibling);
        }
        [first, last] = [halved(first), halved(last)];
    }
    demand(last === 0, "the path is too short");
    return hash;
}

function halved(number) {
    return Math.floor(number / 2);
}

/** Hashes that stand back to back. */
function splitHashes(bytes, most) {
    demand(isBytes(bytes, 0, 32 * most) && bytes.length % 32 === 0, "not a path of hashes");
    return Array.from({length: bytes.length / 32}, (_, at) => bytes.subarray(32 * at, 32 * at + 32));
}
