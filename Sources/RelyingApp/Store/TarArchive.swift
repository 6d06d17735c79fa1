/// Files in one archive: the ustar form of POSIX.1-1988, which every system unpacks.
struct TarArchive {
    let files: [(path: String, bytes: [UInt8])]
    /// When they were made, in POSIX seconds.
    let time: UInt64

    private static let blockByteCount = 512

    var bytes: [UInt8] {
        var archive: [UInt8] = []
        for file in files {
            archive += header(file.path, file.bytes.count)
            archive += file.bytes
            archive += padding(file.bytes.count)
        }
        // Two empty blocks are its end.
        return archive + [UInt8](repeating: 0, count: 2 * TarArchive.blockByteCount)
    }

    private func padding(_ count: Int) -> [UInt8] {
        let rest = count % TarArchive.blockByteCount
        return [UInt8](repeating: 0, count: rest == 0 ? 0 : TarArchive.blockByteCount - rest)
    }

    /// Name, mode, owner, size, time, sum, kind and version, each at its place; the sum counts its own eight bytes as
    /// spaces.
    private func header(_ path: String, _ size: Int) -> [UInt8] {
        precondition(path.utf8.count <= 100, "a path in an archive has at most 100 bytes: \(path)")
        var block = [UInt8](repeating: 0, count: TarArchive.blockByteCount)
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

    private func octal(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits)
    }
}
