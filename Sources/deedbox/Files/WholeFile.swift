/// Small files, read and written as a whole.
enum WholeFile {
    /// The bytes of a file of at most so many.
    static func bytes(_ path: String, max: Int) throws -> [UInt8] {
        let file = try OpenedFile(path, .reading)
        guard !Folder.isFolder(path) else { throw FileError.folder(path) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try file.read(into: &chunk)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= max else { throw FileError.tooLarge(path, limit: max) }
        }
    }

    /// The first bytes of a file.
    static func start(of path: String, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let file = try OpenedFile(path, .reading)
        guard !Folder.isFolder(path) else { throw FileError.folder(path) }
        let found = try file.read(into: &bytes)
        return Array(bytes.prefix(found))
    }

    /// The text of a file of at most so many bytes.
    static func text(_ path: String, max: Int) throws -> String {
        guard let text = String(validating: try bytes(path, max: max), as: UTF8.self) else {
            throw FileError.notUTF8(path)
        }
        return text
    }

    /// Writes a new file durably, and refuses to overwrite one; a secret is readable by its owner alone.
    static func create(_ bytes: [UInt8], at path: String, isSecret: Bool = false) throws {
        try Folder.create(Folder.of(path))
        let file = try OpenedFile(path, .creating(mode: isSecret ? 0o600 : 0o644))
        do {
            try file.write(bytes)
            try file.sync()
            try Folder.sync(of: path)
        } catch {
            try? Folder.remove(path)
            throw error
        }
    }

    /// Puts a file in the place of another, or where none was: after a power cut the old or the new one is whole.
    static func replace(_ bytes: [UInt8], at path: String) throws {
        let beside = path + ".new"
        try Folder.remove(beside)
        let file = try OpenedFile(beside, .creating(mode: 0o600))
        try file.write(bytes)
        try file.sync()
        try Folder.rename(beside, to: path)
        try Folder.sync(of: path)
    }
}
