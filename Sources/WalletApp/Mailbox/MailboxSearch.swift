internal import NodeAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// What was found in the strongroom under some tags, and whether enough nodes were asked.
struct MailboxSearch: Sendable {
    /// Sealed bodies by tag; under one tag there may be several, and only one of them may open.
    private(set) var bodies: [MailboxTag: [[UInt8]]] = [:]
    /// False when too few nodes answered: what is not here may still be there.
    private(set) var isComplete = false
    /// Why nodes did not answer.
    private(set) var failures: [NodeClientError] = []

    /// Looks for the tags at so many nodes that one of them is of any quorum that holds a body.
    ///
    /// Each node is asked for buckets, as wide as it recommends; only what lies there under a tag is then fetched.
    static func run(_ tags: Set<MailboxTag>, in ledger: WalletLedger) async throws -> MailboxSearch {
        var search = MailboxSearch()
        var answered = 0
        for node in ledger.nodes where answered < ledger.countThatMeetsQuorum {
            do {
                try await search.add(node, tags)
                answered += 1
            } catch is CancellationError { throw CancellationError() } catch let error as NodeClientError {
                search.failures.append(error)
            }
        }
        search.isComplete = answered >= ledger.countThatMeetsQuorum
        return search
    }

    private mutating func add(_ node: NodeClient, _ tags: Set<MailboxTag>) async throws {
        let bits = try await node.strongroom().bits
        var wanted: [StrongroomTag] = []
        let prefixes = Set(tags.map { BucketPrefix(of: StrongroomTag($0.digest), bits: bits) })
        for prefix in prefixes.sorted(by: { $0.value < $1.value }) {
            let listed = try await node.strongroomBucket(prefix).map { $0.name.tag }
            for tag in listed where tags.contains(MailboxTag(tag.digest)) && wanted.last != tag { wanted.append(tag) }
        }
        for body in try await node.sealedBodies(wanted) {
            let tag = MailboxTag(body.tag.digest)
            guard bodies[tag]?.contains(body.bytes) != true else { continue }
            bodies[tag, default: []].append(body.bytes)
        }
    }
}
