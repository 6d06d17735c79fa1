internal import Ledger
public import NodeAPI
public import Rulebook
internal import Signing

/// The ledger as a wallet sees it: its nodes, and who keeps it today by a proof that leads there from the genesis.
public struct WalletLedger: Sendable {
    /// All nodes: one stands in for another.
    public let client: NodeClient
    /// Each node alone.
    let nodes: [NodeClient]
    let walk: EpochWalk

    /// The ledger in its epoch of today.
    public var network: Network { walk.network }

    /// Asks the nodes how the ledger went on from the genesis, and checks each step.
    public static func reach(_ urls: [String], from network: Network) async throws -> WalletLedger {
        let client = try NodeClient(urls, timeoutSeconds: 30)
        var walk = EpochWalk(from: network)
        let proof = try await client.epochs()
        do throws(EpochError) { try walk.take(proof) } catch { throw WalletFailure.epochs(reason: "\(error)") }
        return try WalletLedger(client, walk)
    }

    /// Nodes, and the way that leads to who keeps the ledger today.
    package init(_ client: NodeClient, _ walk: EpochWalk) throws(NodeClientError) {
        self.client = client
        self.walk = walk
        var nodes: [NodeClient] = []
        for url in client.urls { nodes.append(try NodeClient([url], timeoutSeconds: 10)) }
        self.nodes = nodes
    }

    /// How many nodes are asked at most.
    public var nodeCount: Int { nodes.count }

    /// How many nodes must be asked so that one of them is of any quorum: what q hold, one of these has.
    public var countThatMeetsQuorum: Int { network.validators.count - network.quorum.count + 1 }

    /// The policy under which a note was final when it was signed.
    func policy(for note: SignedNote) -> CheckpointPolicy { walk.policy(for: note) }
}
