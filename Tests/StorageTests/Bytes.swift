import Glibc

/// Files as whole byte arrays, and the ways in which tests break them.
enum Bytes {
    static func read(_ path: String) throws -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw TestFailure("open \(path): error \(errno)") }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = unsafe pread(file, buffer.baseAddress, size, 0)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw TestFailure("open \(path): error \(errno)") }
        defer { close(file) }
        guard unsafe Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw TestFailure("write \(path): error \(errno)")
        }
    }

    static func append(_ bytes: [UInt8], to path: String) throws { try write(read(path) + bytes, to: path) }

    /// Changes one bit.
    static func flip(_ path: String, at offset: Int) throws {
        let file = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw TestFailure("open \(path): error \(errno)") }
        defer { close(file) }
        var byte: UInt8 = 0
        guard unsafe pread(file, &byte, 1, off_t(offset)) == 1 else {
            throw TestFailure("\(path) ends before \(offset)")
        }
        byte ^= 1 << UInt8(offset % 8)
        unsafe pwrite(file, &byte, 1, off_t(offset))
    }

    static func truncate(_ path: String, to size: Int) throws {
        guard unsafe Glibc.truncate(path, off_t(size)) == 0 else {
            throw TestFailure("truncate \(path): error \(errno)")
        }
    }

    static func size(_ path: String) throws -> Int { try read(path).count }

    /// Offsets spread over a file, its first and last among them, at no regular distance.
    static func sample(_ size: Int, count: Int) -> [Int] {
        guard size > count else { return Array(0..<size) }
        let step = Double(size) / Double(count)
        let inner = (0..<count).map { Int(Double($0) * step) + $0 * 7 % max(1, Int(step)) }
        return Array(Set(inner.filter { $0 < size } + [0, size - 1])).sorted()
    }
}
