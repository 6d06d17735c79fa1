/// Files in one archive, a piece at a time: the ustar form of POSIX.1-1988, which every system unpacks.
enum TarArchive {
    private static let blockByteCount = 512

    /// Two empty blocks are its end.
    static var end: [UInt8] { [UInt8](repeating: 0, count: 2 * blockByteCount) }

    /// One file, made at that time in POSIX seconds.
    static func entry(_ path: String, _ bytes: [UInt8], made time: UInt64) -> [UInt8] {
        header(path, bytes.count, time) + bytes + padding(bytes.count)
    }

    private static func padding(_ count: Int) -> [UInt8] {
        let rest = count % blockByteCount
        return [UInt8](repeating: 0, count: rest == 0 ? 0 : blockByteCount - rest)
    }

    /// Name, mode, owner, size, time, sum, kind and version, each at its place; the sum counts its own eight bytes as
    /// spaces.
    private static func header(_ path: String, _ size: Int, _ time: UInt64) -> [UInt8] {
        precondition(path.utf8.count <= 100, "a path in an archive has at most 100 bytes: \(path)")
        var block = [UInt8](repeating: 0, count: blockByteCount)
        func put(_ text: String, at place: Int) {
            block.replaceSubrange(place..<(place + text.utf8.count), with: Array(text.utf8))
        }
        put(path, at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(UInt64(size), digits: 11), at: 124)
        put(octal(time, digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = block.reduce(UInt64(0)) { $0 + UInt64($1) }
        put(octal(sum, digits: 6), at: 148)
        block[154] = 0
        return block
    }

    private static func octal(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits)
    }
}
