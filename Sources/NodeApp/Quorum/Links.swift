internal import Ledger
internal import NIOCore
internal import Peering
internal import Replication
internal import Rulebook
internal import Signing
internal import Synchronization

/// The links to the other nodes, as the rest of the node sees them: words out, events in, and how each stands.
final class Links: Sendable {
    let network: PeerNetwork
    private let listen: PeerAddress
    private let table: Mutex<LinkTable>

    /// Links that do nothing before `run`; `onArrival` is called whenever something has come, and must not block.
    init(
        _ configuration: NodeConfiguration, _ network: Network, _ table: LinkTable, _ keys: NodeKeys,
        _ shared: SharedKeys,
        onArrival: @escaping @Sendable () -> Void
    ) throws {
        self.table = Mutex(table)
        let peering = try Links.configuration(configuration, network, table, keys, shared)
        listen = peering.listen
        self.network = try PeerNetwork(peering, onArrival: onArrival)
    }

    /// Listens and dials until the task is cancelled.
    func run() async throws {
        do { try await network.run() } catch let error as IOError {
            throw CannotLink(address: listen, cause: "\(error)")
        }
    }

    /// The next thing that has come; nil when there is none now.
    func poll() -> PeerEvent? { network.inbox.poll() }

    /// Queues a word for a peer; false when it was not taken. What is taken may be lost with the link.
    @discardableResult
    func send(_ word: PeerWord, to peer: Int) -> Bool {
        do throws(SendRefusal) {
            try network.send(Links.kind(of: word.kind), word.payload, to: PeerID(peer))
            return true
        } catch { return false }
    }

    /// Queues a word for all that have a part in what is decided; gives those that it was not taken for. Who only
    /// follows is told how far this node is, and asks for the rest.
    @discardableResult
    func broadcast(_ word: PeerWord) -> Set<Int> {
        let some: Set<PeerID>?
        if case .status = word { some = nil } else { some = table.withLock { $0.deciding } }
        return Set(network.broadcast(Links.kind(of: word.kind), word.payload, to: some).keys.map(\.index))
    }

    /// Whose link has a number; of any that a link ever had.
    func member(_ number: Int) -> MemberID { table.withLock { $0.members[number] } }

    /// The validators in office, this node included if it is one.
    var inOffice: Set<Int> { table.withLock { $0.inOffice } }
    /// The others whose nodes decide now or by a published change: who only follows has no strongroom.
    var deciding: Set<Int> { Set(table.withLock { $0.deciding }.map(\.index)) }
    var own: Int { table.withLock { $0.own } }

    /// Lets in and lets go whom the ledger says; gives the link keys by number when there are more than before.
    func follow(_ roll: LinkRoll) throws -> [PublicKey]? {
        let (isMore, keys, peers) = table.withLock { ($0.follow(roll), $0.keys, $0.peers) }
        try network.set(peers)
        return isMore ? keys : nil
    }

    /// How it stands with every validator, and with every observer that is here.
    var states: [PeerState] {
        network.statuses.compactMap { status in
            let (member, standing) = table.withLock {
                ($0.members[status.peer.index], $0.standing(of: status.peer.index))
            }
            guard let standing, standing != .observing || status.isConnected else { return nil }
            return PeerState(status, member, standing)
        }
    }

    /// Queues a word about deposits for a peer; false when it was not taken.
    @discardableResult
    func send(_ word: DepositWord, to peer: Int) -> Bool {
        do throws(SendRefusal) {
            try network.send(word.kind.rawValue, word.payload, to: PeerID(peer))
            return true
        } catch { return false }
    }

    /// Queues words of weekly keys for a peer; what is not taken is told again with the next link.
    func send(weekly payload: [UInt8], to peer: Int) {
        try? network.send(WeeklyWord.kind, payload, to: PeerID(peer))
    }

    /// Queues a word of sealed disclosures for a peer; what is not taken is told again.
    func send(sealed word: SealedWord, to peer: Int) {
        try? network.send(word.kind.rawValue, word.payload, to: PeerID(peer))
    }

    /// Queues a word of the strongroom for a peer; false when it was not taken.
    @discardableResult
    func send(_ word: StrongroomWord, to peer: Int) -> Bool {
        do throws(SendRefusal) {
            try network.send(word.kind.rawValue, word.payload, to: PeerID(peer))
            return true
        } catch { return false }
    }
}

/// The port for links cannot be had.
struct CannotLink: Error, CustomStringConvertible {
    let address: PeerAddress
    let cause: String

    var description: String {
        """
        cannot listen on \(address) for the other validators: \(cause). Stop the program that has the port, or choose \
        another as "listen" in the settings, and tell the other validators
        """
    }
}

extension Links {
    /// The first kind of a link that belongs to no link itself.
    private static let firstKind: UInt8 = 16

    private static func kind(of word: UInt8) -> UInt8 { firstKind - PeerWord.kinds.lowerBound + word }

    /// Reads what a peer has sent.
    static func word(_ message: PeerMessage) throws(CBORError) -> PeerWord {
        try PeerWord(kind: message.kind - firstKind + PeerWord.kinds.lowerBound, payload: message.bytes)
    }

    private static func configuration(
        _ configuration: NodeConfiguration, _ network: Network, _ table: LinkTable, _ keys: NodeKeys,
        _ shared: SharedKeys
    ) throws -> PeeringConfiguration {
        guard let listen = configuration.listen else { throw NodeStartError.noListenAddress(keys.member.text) }
        // A validator needs all that it is to dial; one that follows, any of them.
        let missing = table.withoutAddress
        let isReachable = table.inOffice.contains(table.own) ? missing.isEmpty : missing.count < table.inOffice.count
        guard isReachable else { throw NodeStartError.noPeerAddress(missing.map(\.text)) }
        return PeeringConfiguration(
            origin: network.origin, name: keys.member.text, linkKey: shared.link,
            listen: PeerAddress(host: listen.host, port: listen.port), peers: table.peers, rules: rules,
            software: "deedbox \(ProgramVersion.text)", limits: limits)
    }

    /// What may wait, beyond the defaults: a bulk message may be as long as the longest run of blocks.
    private static var limits: PeeringLimits {
        var limits = PeeringLimits()
        let longest = rules.map(\.maxByteCount).max() ?? 0
        limits.bulkQueue = PeeringLimits.Queue(messages: 4_096, bytes: longest + (16 << 20))
        limits.unreadByteCount = longest + (16 << 20)
        return limits
    }

    /// A rule for each kind of word: of the agreement, of the strongroom, of deposits, of weekly keys, and of
    /// sealed disclosures.
    private static var rules: [FrameRule] {
        wordRules + StrongroomWord.Kind.allCases.map(\.rule) + DepositWord.Kind.allCases.map(\.rule)
            + [WeeklyWord.rule] + SealedWord.Kind.allCases.map(\.rule)
    }

    /// A word that may be longer than a frame goes in parts.
    private static var wordRules: [FrameRule] {
        PeerWord.kinds.map { word in
            guard let longest = PeerWord.maxByteCount(kind: word), let lane = PeerWord.lane(kind: word) else {
                preconditionFailure("words of the kind \(word) have no limit")
            }
            let isLong = longest > PeeringLimits().partByteCount
            return FrameRule(
                kind: kind(of: word), lane: isLong ? .bulk : Lane(lane), maxByteCount: longest,
                overflow: lane == .urgent ? .dropOldest : .refuse)
        }
    }
}

extension Lane {
    fileprivate init(_ lane: PeerWord.Lane) {
        switch lane {
        case .urgent: self = .urgent
        case .normal: self = .normal
        case .bulk: self = .bulk
        }
    }
}

extension PeerState {
    fileprivate init(_ status: PeerStatus, _ member: MemberID, _ standing: LinkRoll.Standing) {
        self.init(
            member: member, standing: standing,
            connectedSince: status.isConnected ? UInt64(clamping: status.connectedSinceMilliseconds ?? 0) : nil,
            roundTripMicroseconds: status.roundTripMicroseconds.map { UInt64(clamping: $0) },
            clockOffset: status.clockOffsetMilliseconds, software: status.software,
            lastEnd: status.lastEnd.map {
                End(
                    code: $0.code, detail: $0.description,
                    time: UInt64(clamping: status.lastEndMilliseconds ?? 0))
            },
            bytesIn: status.bytesIn, bytesOut: status.bytesOut, messagesIn: status.messagesIn,
            messagesOut: status.messagesOut,
            queuedBytes: status.urgentQueue.bytes + status.normalQueue.bytes + status.bulkQueue.bytes
                + status.backgroundQueue.bytes,
            dropped: status.dropped, linkCount: status.linkCount, secondProcesses: status.secondProcessCount)
    }
}
