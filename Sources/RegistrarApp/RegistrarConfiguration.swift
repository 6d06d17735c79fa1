public import Rulebook
public import Sealing
public import Signing

/// How a registrar runs.
public struct RegistrarConfiguration: Sendable {
    /// The folder of its database.
    public var data: String
    public var member: MemberID
    /// Its statement key: it signs bindings, and the anchors of the directory's root.
    public var key: PrivateKey
    /// Seals what the database holds of persons.
    public var storage: StorageKey
    public var host = "127.0.0.1"
    public var port = 7301
    /// True behind a proxy that speaks TLS: then other addresses than loopback may be listened on.
    public var isBehindProxy = false
    /// How long a re-binding without old key and recovery key waits, in seconds.
    public var rebindingDelay: UInt64 = 72 * 3_600
    /// The directory's root is anchored at most so often, in seconds, and only when it changed.
    public var anchorInterval: UInt64 = 60
    /// Failed checks of one identity in an hour, after which no more are taken.
    public var attemptsPerHour = 5
    /// Numbers that one member may look up in a minute.
    public var numbersPerMinute = 60_000
    /// Trace tokens that one account may get in a day.
    public var tokensPerDay = 256

    public init(data: String, member: MemberID, key: PrivateKey, storage: StorageKey) {
        self.data = data
        self.member = member
        self.key = key
        self.storage = storage
    }

    /// Where the database stands.
    var database: String { data + "/registrar.sqlite" }

    /// True for the names and addresses of this machine alone.
    var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }
}

/// Why a registrar does not start.
public enum RegistrarError: Error, Hashable, Sendable {
    /// Plain HTTP on an address that others reach.
    case notLoopback(String)
    /// A test population outside of a sample ledger.
    case testPopulation(origin: String)
    case exists(String)
    case missing(String)
    /// The database is another registrar's, or another ledger's.
    case otherRegistrar(String)
    /// The storage key does not open what the database holds.
    case wrongStorageKey
    /// A file of people that is not of the form; lines count from 1.
    case badPopulation(line: Int, fact: String)
    /// The log of the registrar's own acts was altered at that entry.
    case brokenLog(entry: Int64)
}
