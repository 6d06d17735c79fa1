internal import Accounts

/// What the desk's HTTP server bears at once.
struct DeskLimits: Sendable {
    /// Most connections; those beyond wait until one ends.
    static let connections = 512
    /// How long a connection may be idle, or take for its headers, in seconds.
    static let idleSeconds: Int64 = 60
    /// Passwords that are checked at once: each takes 64 MiB (Argon2id).
    let signIns = HeavyWork(limit: 4)
    /// Files that are taken in at once: each may hold 64 MiB.
    let imports = HeavyWork(limit: 2)
    /// Large files that are compared at once: each holds 16 MiB, and as much again in its body.
    let copies = HeavyWork(limit: 4)
}
