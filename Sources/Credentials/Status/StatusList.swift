public import Signing

/// What a status list says of one document.
public enum ListedStatus: UInt8, Hashable, Sendable, CaseIterable {
    case valid = 0
    case invalid = 1
    case suspended = 2
    /// A newer document stands in its place. Whoever does not know this value refuses the document, as it should.
    case superseded = 3
}

/// The states of many documents, a few bits each (IETF Token Status List).
///
/// Entry i of b bits stands in byte ⌊i·b/8⌋, from the least significant bit up.
public struct StatusList: Hashable, Sendable {
    /// Bits an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The packed entries.
    public private(set) var bytes: [UInt8]

    /// What our lists have.
    public static let bitsOfDocuments = 2
    /// Most entries of a list.
    public static let maxCount = 1 << 24
    private static let widths = [1, 2, 4, 8]

    /// A list of that many documents, all valid. Entries come in whole bytes.
    public init(count: Int, bits: Int = StatusList.bitsOfDocuments) {
        precondition(StatusList.widths.contains(bits) && (1...StatusList.maxCount).contains(count), "no such list")
        self.bits = bits
        bytes = [UInt8](repeating: 0, count: (count * bits + 7) / 8)
    }

    /// Reads packed entries; nil for another width than 1, 2, 4 or 8.
    init?(bits: Int, bytes: [UInt8]) {
        guard StatusList.widths.contains(bits) else { return nil }
        self.bits = bits
        self.bytes = bytes
    }

    /// How many entries there are.
    public var count: Int { bytes.count * 8 / bits }

    /// The value of an entry; nil outside of the list.
    public func value(at index: Int) -> UInt8? {
        guard (0..<count).contains(index) else { return nil }
        return bytes[index * bits / 8] >> shift(index) & mask
    }

    /// The state of a document; nil outside of the list, or when the value has no meaning here.
    public func status(at index: Int) -> ListedStatus? { value(at: index).flatMap(ListedStatus.init) }

    /// Sets the state of a document.
    public mutating func set(_ status: ListedStatus, at index: Int) {
        precondition((0..<count).contains(index) && status.rawValue <= mask, "no entry \(index) of \(bits) bits")
        let place = index * bits / 8
        bytes[place] = bytes[place] & ~(mask << shift(index)) | status.rawValue << shift(index)
    }

    private var mask: UInt8 { UInt8(truncatingIfNeeded: 1 << bits - 1) }
    private func shift(_ index: Int) -> UInt8 { UInt8(index * bits % 8) }
}

extension StatusList {
    /// The member `status_list` of a token.
    public var json: JSONObject {
        ["bits": .integer(Int64(bits)), "lst": .string(Base64URL.encode(Zlib.compress(bytes)))]
    }

    /// Reads the member `status_list` of a token.
    public init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        let width = try open.member("bits")
        let text = try open.member("lst")
        guard let bits = StatusList.widths.first(where: { width.value == .integer(Int64($0)) }) else {
            throw width.invalid("must be 1, 2, 4 or 8")
        }
        let limit = StatusList.maxCount * bits / 8
        guard let bytes = Zlib.decompress(try text.base64URL(), limit: limit) else {
            throw text.invalid("is not a list compressed with zlib, of at most \(limit) bytes")
        }
        self.bits = bits
        self.bytes = bytes
    }
}
