/// The exclusive right to a data directory, for as long as this object lives.
///
/// The lock is the kernel's (`flock`): it ends with the process, however that ends, so there is no stale one.
public final class DataLock: Sendable {
    private static let name = "lock"
    private let file: OpenFile

    /// Takes the lock or says which process has it.
    public init(in directory: String) throws {
        let directory = Directory(directory)
        let path = directory.path(of: DataLock.name)
        while true {
            let file = try OpenFile(path, .creatingIfAbsent)
            guard try file.tryLock() else {
                throw StorageRefusal.locked(path: path, holder: try DataLock.holder(file))
            }
            // Whoever removed or replaced the file in between would hold another lock under the same name.
            guard try directory.identity(of: DataLock.name) == file.identity() else { continue }
            try file.truncate(to: 0)
            try file.write(Array("\(CurrentProcess.id)\n".utf8), at: 0)
            self.file = file
            return
        }
    }

    private static func holder(_ file: OpenFile) throws -> Int32? {
        let text = String(decoding: try file.bytes(0..<16), as: UTF8.self)
        return Int32(text.prefix { $0.isNumber })
    }
}
