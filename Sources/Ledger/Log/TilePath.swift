/// The address of a tile or an entry bundle below the log's prefix (C2SP tlog-tiles).
public struct TilePath: Hashable, Sendable {
    /// What a tile holds.
    public enum Kind: Hashable, Sendable {
        /// Hashes, each over 256^level leaves.
        case hashes(level: Int)
        /// Leaves.
        case entries
    }

    /// Hashes or leaves in a full tile.
    public static let fullWidth = 256
    /// The highest level that an address can name.
    public static let maxLevel = 63

    public let kind: Kind
    public let index: UInt64
    /// 256, or less for a partial tile.
    public let width: Int

    /// Widths are 1 to 256, levels 0 to 63; another is the caller's bug.
    public init(_ kind: Kind, index: UInt64, width: Int = TilePath.fullWidth) {
        precondition((1...TilePath.fullWidth).contains(width), "no tile has the width \(width)")
        if case .hashes(let level) = kind {
            precondition((0...TilePath.maxLevel).contains(level), "no tile has the level \(level)")
        }
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// The address: `tile/0/x001/234`, `tile/entries/x001/234.p/17`.
    public var path: String {
        let prefix =
            switch kind {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            }
        return prefix + groups + (width == TilePath.fullWidth ? "" : ".p/\(width)")
    }

    /// True when a log of that size has this tile, or had it as a partial one on the way there.
    public func exists(at size: UInt64) -> Bool {
        let level =
            switch kind {
            case .hashes(let level): level
            case .entries: 0
            }
        let hashes = level < 8 ? size >> UInt64(8 * level) : 0
        let (first, overflow) = index.multipliedReportingOverflow(by: UInt64(TilePath.fullWidth))
        return !overflow && first < hashes && hashes - first >= UInt64(width)
    }

    /// The index in groups of three digits, all but the last behind an `x`.
    private var groups: String {
        var rest = index / 1_000
        var text = TilePath.group(index % 1_000)
        while rest > 0 {
            text = "x" + TilePath.group(rest % 1_000) + "/" + text
            rest /= 1_000
        }
        return text
    }

    private static func group(_ value: UInt64) -> String {
        let digits = String(value)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
}
