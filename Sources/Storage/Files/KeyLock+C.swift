import Glibc
public import Signing

/// The exclusive right to sign with a key in a ledger, on this machine, for as long as this object lives.
///
/// It is a name among the kernel's abstract sockets: it takes no file, no folder and no permission, other users meet
/// the same name, and it ends with the process however that ends.
public final class KeyLock: Sendable {
    private let descriptor: Int32

    /// Takes the right or says that another process has it.
    public init(_ key: PublicKey, in ledger: String) throws {
        let name = "deedbox/key/" + SHA256.digest(Array(ledger.utf8) + [0] + key.bytes).hex
        let place = "@" + name
        descriptor = try SystemError.retrying("socket", place) {
            socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        do { try KeyLock.bind(descriptor, name, place) } catch let failure as StorageFailure {
            _ = close(descriptor)
            guard failure.number == SystemError.addressInUse else { throw failure }
            throw StorageRefusal.keyInUse(key.id.description)
        }
    }

    deinit { _ = close(descriptor) }

    private static func bind(_ descriptor: Int32, _ name: String, _ place: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The first byte stays zero: that makes the name abstract.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            for (index, byte) in name.utf8.enumerated() where index + 1 < path.count { unsafe path[index + 1] = byte }
        }
        let length = MemoryLayout<sa_family_t>.size + 1 + name.utf8.count
        _ = try SystemError.retrying("bind", place) {
            unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.bind(descriptor, $0, socklen_t(length))
                }
            }
        }
    }
}
