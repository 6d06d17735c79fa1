import Glibc

/// A file held open; it is closed when nobody holds it any more.
final class OpenFile: Sendable {
    enum Mode {
        case reading
        case writing
        /// Writing; fails when the file exists.
        case creating
        /// Writing; makes the file when it is absent.
        case creatingIfAbsent
    }

    let path: String
    private let descriptor: Int32

    init(_ path: String, _ mode: Mode) throws {
        let flags =
            switch mode {
            case .reading: O_RDONLY
            case .writing: O_RDWR
            case .creating: O_RDWR | O_CREAT | O_EXCL
            case .creatingIfAbsent: O_RDWR | O_CREAT
            }
        descriptor = try SystemError.retrying("open", path) { unsafe open(path, flags | O_CLOEXEC, 0o600) }
        self.path = path
    }

    deinit { _ = close(descriptor) }

    /// Reads until the buffer is full or the file ends; returns how many bytes came.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws -> Int {
        var done = 0
        while done < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = try SystemError.retrying("pread", path) {
                unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Writes all bytes at a place, in as many calls as it takes.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws {
        var done = 0
        while done < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = try SystemError.retrying("pwrite", path) {
                unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            }
            guard count > 0 else { throw SystemError.failure("pwrite", path, SystemError.ioError) }
            done += count
        }
    }

    /// Returns when content and length are on the disk.
    func syncData() throws {
        _ = try SystemError.retrying("fdatasync", path) { fdatasync(descriptor) }
    }

    /// Makes what an earlier process wrote durable and lets go of it in memory, so that what is read next is what
    /// the disk holds: after a failed sync the system may keep, as if written, bytes that never arrived.
    func settle() throws {
        try syncData()
        let number = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard number == 0 else { throw SystemError.failure("posix_fadvise", path, number) }
    }

    /// Cuts or extends the file.
    func truncate(to size: UInt64) throws {
        _ = try SystemError.retrying("ftruncate", path) { ftruncate(descriptor, off_t(size)) }
    }

    /// The length in bytes.
    func size() throws -> UInt64 { UInt64(try status().st_size) }

    /// What tells this file from every other on the machine.
    func identity() throws -> FileIdentity { FileIdentity(try status()) }

    /// Takes the exclusive lock; false when someone else holds it.
    func tryLock() throws -> Bool {
        do {
            _ = try SystemError.retrying("flock", path) { flock(descriptor, LOCK_EX | LOCK_NB) }
            return true
        } catch let failure as StorageFailure where failure.number == SystemError.wouldBlock {
            return false
        }
    }

    private func status() throws -> stat {
        var result = stat()
        _ = try SystemError.retrying("fstat", path) { unsafe fstat(descriptor, &result) }
        return result
    }
}

/// Device and number of a file.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let number: UInt64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
