/// Why bytes are not the deterministic CBOR that was expected; each case names the offset of the item.
public enum CBORError: Error, Equatable, Sendable {
    case truncated(offset: Int)
    case notShortest(offset: Int)
    case indefiniteLength(offset: Int)
    case reservedHead(offset: Int, byte: UInt8)
    case expected(CBORKind, offset: Int, found: UInt8)
    case wrongCount(offset: Int, expected: Int, found: UInt64)
    case tooLong(offset: Int, limit: Int, found: UInt64)
    case notUTF8(offset: Int)
    case outOfRange(offset: Int)
    case mapKeysOutOfOrder(offset: Int)
    case unknownMapKey(offset: Int)
    case unknownCode(offset: Int, code: UInt64)
    case trailingBytes(offset: Int)
    case tooDeep(offset: Int)
}

/// The kinds of item that a strict reader asks for.
public enum CBORKind: String, Sendable {
    case unsigned, integer, byteString, text, array, map, tag, bool, null
}
