import Glibc
import Synchronization

/// What a store asks of the disk, by the names in a folder.
enum DiskCall: Equatable {
    /// Bytes were written to a file, in one call or in several that nothing came between.
    case write(String)
    /// What was written to a file, or to the folder (`.`), is durable from here on.
    case sync(String)
    case rename(String, to: String)
    case cut(String)
    case remove(String)
}

/// Listens to the calls by which files of this process are changed and made durable.
///
/// The tests' executable has functions of these names itself, so that its code calls them instead of the C library's,
/// which they call in turn. Nothing is noted but in a folder that somebody listens to.
enum DiskCalls {
    private struct Listener {
        let folder: String
        var calls: [DiskCall] = []

        /// A path as its name in the folder; nil when it is elsewhere.
        func name(_ path: String) -> String? {
            if path == folder { return "." }
            return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
        }
    }

    private static let listeners = Mutex<[Listener]>([])
    private static let count = Atomic(0)

    /// The calls in a folder and below, in order, while an act goes on.
    static func `in`(_ folder: String, during act: () throws -> Void) rethrows -> [DiskCall] {
        listeners.withLock { $0.append(Listener(folder: folder)) }
        count.add(1, ordering: .sequentiallyConsistent)
        defer {
            count.subtract(1, ordering: .sequentiallyConsistent)
            listeners.withLock { $0.removeAll { $0.folder == folder } }
        }
        try act()
        return listeners.withLock { $0.first { $0.folder == folder }?.calls ?? [] }
    }

    fileprivate static var isHeard: Bool { count.load(ordering: .sequentiallyConsistent) > 0 }

    fileprivate static func note(_ path: String?, _ call: (String) -> DiskCall) {
        guard let path else { return }
        listeners.withLock { listeners in
            for index in listeners.indices {
                guard let name = listeners[index].name(path) else { continue }
                let call = call(name)
                if case .write = call, listeners[index].calls.last == call { continue }
                listeners[index].calls.append(call)
            }
        }
    }

    fileprivate static func noteRename(_ old: String, _ new: String) {
        listeners.withLock { listeners in
            for index in listeners.indices {
                guard let from = listeners[index].name(old), let to = listeners[index].name(new) else { continue }
                listeners[index].calls.append(.rename(from, to: to))
            }
        }
    }

    /// The path of an open file, as the system knows it.
    fileprivate static func path(of file: Int32) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/fd/\(file)", start, bytes.count)
        }
        return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
    }
}

/// The C library's functions behind those of the same names here.
private enum Real {
    typealias OfFile = @convention(c) (Int32) -> Int32
    typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int
    typealias Cut = @convention(c) (Int32, Int) -> Int32
    typealias Rename = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
    typealias Remove = @convention(c) (UnsafePointer<CChar>) -> Int32

    static let sync = unsafe unsafeBitCast(find("fsync"), to: OfFile.self)
    static let dataSync = unsafe unsafeBitCast(find("fdatasync"), to: OfFile.self)
    static let write = unsafe unsafeBitCast(find("pwrite"), to: Write.self)
    static let cut = unsafe unsafeBitCast(find("ftruncate"), to: Cut.self)
    static let rename = unsafe unsafeBitCast(find("rename"), to: Rename.self)
    static let remove = unsafe unsafeBitCast(find("unlink"), to: Remove.self)

    /// The next of this name behind the executable's own: `RTLD_NEXT`.
    private static func find(_ name: String) -> UnsafeMutableRawPointer {
        guard let found = unsafe dlsym(UnsafeMutableRawPointer(bitPattern: -1), name) else {
            preconditionFailure("the C library has no \(name)")
        }
        return unsafe found
    }
}

@c(fsync) public func heardSync(_ file: Int32) -> Int32 {
    if DiskCalls.isHeard { DiskCalls.note(DiskCalls.path(of: file)) { .sync($0) } }
    return Real.sync(file)
}

@c(fdatasync) public func heardDataSync(_ file: Int32) -> Int32 {
    if DiskCalls.isHeard { DiskCalls.note(DiskCalls.path(of: file)) { .sync($0) } }
    return Real.dataSync(file)
}

@c(pwrite) public func heardWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: Int) -> Int {
    if DiskCalls.isHeard { DiskCalls.note(DiskCalls.path(of: file)) { .write($0) } }
    return unsafe Real.write(file, bytes, count, offset)
}

@c(ftruncate) public func heardCut(_ file: Int32, _ size: Int) -> Int32 {
    if DiskCalls.isHeard { DiskCalls.note(DiskCalls.path(of: file)) { .cut($0) } }
    return Real.cut(file, size)
}

@c(rename) public func heardRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
    if DiskCalls.isHeard { unsafe DiskCalls.noteRename(String(cString: old), String(cString: new)) }
    return unsafe Real.rename(old, new)
}

@c(unlink) public func heardRemove(_ path: UnsafePointer<CChar>) -> Int32 {
    if DiskCalls.isHeard { unsafe DiskCalls.note(String(cString: path)) { .remove($0) } }
    return unsafe Real.remove(path)
}
