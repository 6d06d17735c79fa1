internal import CSodium

/// The library's start, done once.
enum Sodium {
    private static let started: Bool = sodium_init() >= 0

    static func start() {
        precondition(started, "libsodium did not start: no random source")
    }
}

/// Random bytes from the kernel, through libsodium.
public enum Random {
    /// So many bytes that nobody can foretell.
    public static func bytes(_ count: Int) -> [UInt8] {
        Sodium.start()
        var result = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&result, count)
        return result
    }
}
