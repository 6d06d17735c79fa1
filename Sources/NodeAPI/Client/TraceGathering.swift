internal import Ledger
public import Releasing
public import Rulebook
internal import Sealing
public import Signing

/// What a final trace has set free: the deposit's manifest with its trace packet, and the secret that opens it.
public struct TracedSecret: Sendable {
    public let packet: TracedPacket
    public let secret: CheckedSecret
    /// Evidence against each validator whose signed share is false.
    public let faults: [FaultEvidence]
}

/// Gathers what a final trace sets free: manifest and packet from any node, the shares from a quorum.
public struct TraceGathering: Sendable {
    private let nodes: NodeClient
    private let walk: EpochWalk
    private let timeout: Duration

    /// Asks the nodes of a client, each alone; `walk` leads to who keeps the ledger today.
    public init(_ nodes: NodeClient, _ walk: EpochWalk, timeout: Duration = .seconds(60)) {
        self.nodes = nodes
        self.walk = walk
        self.timeout = timeout
    }

    /// The secret of the trace, and the packet that it opens.
    ///
    /// A manifest is one node's word until a quorum has released shares under its digest: that of another is tried when
    /// it gets none.
    public func opened(by release: KnownRelease) async throws -> TracedSecret {
        var said: [NodeSaid] = []
        let packets = try await packets(release, &said)
        var failure: any Error = GatheringError.incomplete(
            found: 0, needed: walk.network.quorum.count, faults: [], said: said)
        for packet in packets {
            guard let epoch = walk.epochs.last(where: { $0.validatorsDigest == packet.manifest.context.set }) else {
                failure = GatheringError.otherSet(.trace)
                continue
            }
            let gathering = ReleaseGathering(nodes, walk.network, timeout: timeout / max(packets.count, 1))
            do {
                let found = try await gathering.secret(
                    WantedSecret(.trace, of: packet.manifest, dealtTo: DealtSet(epoch)), freedBy: release)
                return TracedSecret(packet: packet, secret: found.secret, faults: found.faults)
            } catch let error as GatheringError { failure = error }
        }
        throw failure
    }

    /// What the nodes give, each manifest once; nodes that do not see the trace final yet are asked again.
    private func packets(_ release: KnownRelease, _ said: inout [NodeSaid]) async throws -> [TracedPacket] {
        let deadline = ContinuousClock.now + timeout
        while true {
            var found: [TracedPacket] = []
            said = []
            for node in nodes.each {
                do {
                    let sealed = try await node.tracedPacket(release.statement)
                    let packet = try TracedPacket(opening: sealed, for: release.statement, by: release.key)
                    if !found.contains(packet) { found.append(packet) }
                } catch let error as NodeClientError {
                    said.append(NodeSaid(url: node.urls[0], words: error.words))
                } catch let error as SealingError {
                    said.append(NodeSaid(url: node.urls[0], words: .unreadablePacket("\(error)")))
                }
            }
            guard found.isEmpty, ContinuousClock.now < deadline else { return found }
            try await Task.sleep(for: .milliseconds(300))
        }
    }
}

extension NodeClient {
    /// What one node gives to the one who made that trace, sealed to the release key that the trace names.
    ///
    /// `TraceGathering` asks all nodes.
    public func tracedPacket(_ statement: StatementID) async throws -> [UInt8] {
        try await send(
            Outgoing("/release/trace/\(statement)"), limit: TracedPacket.maxSealedByteCount, passing: [404, 503]
        ).bytes
    }
}

extension Words {
    fileprivate static func unreadablePacket(_ fact: String) -> Words {
        Words(
            zh: "给出的追溯包不能用：\(fact)。", en: "The trace packet that it gave is of no use: \(fact).",
            nextZh: "请问另一个节点，并告知这个节点的运营方。", nextEn: "Ask another node, and tell the operator of this one.")
    }
}
