internal import Ledger
internal import Logging
internal import Rulebook
internal import Storage

/// All that a node has to do with the other validators.
struct Neighbours: Sendable {
    let links: Links
    let dissemination: Dissemination
    let forwarded: ForwardedStatements
    let serving: BlockServing
    /// What has come for the strongroom.
    let strongroom = StrongroomMail()
    /// What has come for the deposits.
    let deposits = DepositMail()
    /// What has come of weekly keys.
    let weekly = WeeklyMail()

    /// What has come of sealed disclosures.
    let sealed = SealedMail()

    /// Nil in a network of one.
    static func of(
        _ parts: NodeParts, _ configuration: NodeConfiguration, _ inbox: Inbox, _ logger: Logger
    ) throws -> Neighbours? {
        guard let shared = parts.keys.shared else { return nil }
        guard case .several(let quorum) = parts.replica else {
            preconditionFailure("a node of several without its parts")
        }
        let links = try Links(configuration, parts.network, quorum.table, parts.keys, shared) { inbox.ring() }
        return Neighbours(
            links: links,
            dissemination: Dissemination(links, needed: parts.state.network.quorum.count, now: WallClock.now),
            forwarded: ForwardedStatements(links, maxBytes: configuration.maxForwardedBytes),
            serving: BlockServing(links, parts.stores.log, logger))
    }

    /// Nothing more is taken from the others.
    func close() {
        forwarded.close()
        serving.close()
    }
}
