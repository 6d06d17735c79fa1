public import Rulebook
public import Signing

/// How a node runs: where its files are, on which port it answers, and every limit it keeps.
public struct NodeConfiguration: Hashable, Sendable {
    /// Where the node keeps its log, index and guard; made by `deedbox node init`.
    public var dataDirectory: String
    /// The genesis file.
    public var genesisPath: String
    /// The folder with the node's key files.
    public var keysDirectory: String
    /// What opens key files that are sealed.
    public var passphrases = Passphrases()
    /// The member that runs the node; nil takes the only validator of a one-node network.
    public var member: MemberID?
    /// The node may begin without a seat among the validators, and follows until its keys have one.
    public var observes = false
    /// What another node gave under `/epochs`: leads a node that was not there to validators that it does not know.
    public var epochsPath: String?
    public var host = "127.0.0.1"
    public var port = 7_101
    /// Where the node listens for links with the other validators; needed where there are others.
    public var listen: LinkAddress?
    /// Where other nodes listen: those that this one dials must be there. Others, and the node's own entry, are not
    /// read, so that all nodes may have one list.
    public var peers: [MemberID: LinkAddress] = [:]

    /// Most bytes of a request's body.
    public var maxBodyBytes = 16 << 20
    /// Most statements in one request.
    public var maxStatementsPerRequest = 256
    /// Most bytes of statements that wait for a block; more are refused until some are in one.
    public var maxWaitingBytes = 128 << 20
    /// Most HTTP connections at once.
    public var maxConnections = 1_024
    /// Most requests a second from one address; 0 sets no limit.
    public var requestsPerSecond = 0
    /// Most event streams at once.
    public var maxEventStreams = 256
    /// How long a request may wait for its block, in seconds.
    public var finalTimeoutSeconds = 30
    /// How long a request that does not wait for its block may wait until a quorum of nodes holds it, in seconds.
    public var keptTimeoutSeconds = 10
    /// Most bytes of other nodes' statements whose signatures are being checked; beyond it they are sent again later.
    public var maxForwardedBytes = 64 << 20
    /// How long a refusal is remembered under its statement's id, in seconds.
    public var refusalSeconds: UInt64 = 3_600
    /// Most refusals that are remembered; the oldest go first.
    public var maxRefusals = 100_000
    /// How often the clock is looked at, in milliseconds.
    public var clockMilliseconds = 250
    /// The pause after each segment of the log that the scrub has read, in seconds; 0 for no scrub.
    public var scrubSeconds = 60
    /// What the strongroom bears.
    public var strongroom = StrongroomLimits()
    /// What the deposits of grants may take.
    public var deposits = DepositLimits()
    /// What the HTTP server bears.
    public var http = HTTPLimits()

    public init(dataDirectory: String, genesisPath: String, keysDirectory: String) {
        self.dataDirectory = dataDirectory
        self.genesisPath = genesisPath
        self.keysDirectory = keysDirectory
    }
}
