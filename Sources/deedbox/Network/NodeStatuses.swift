import NodeAPI
import Rulebook

/// What the nodes of a network say of themselves, asked at once.
enum NodeStatuses {
    /// In the order of the places; nil for a node that does not answer.
    static func ask(_ places: [NodePlace]) async -> [StatusBody?] {
        await withTaskGroup(of: (Int, StatusBody?).self) { group in
            for (index, place) in places.enumerated() { group.addTask { (index, await place.status()) } }
            var statuses = [StatusBody?](repeating: nil, count: places.count)
            for await (index, status) in group { statuses[index] = status }
            return statuses
        }
    }

    /// One table of all nodes, a line for each that waits for somebody, and who was proven to have lied.
    static func lines(_ places: [NodePlace], _ statuses: [StatusBody?]) -> [String] {
        let rows = zip(places, statuses).map { place, status in row(place, status) }
        let stalls = zip(places, statuses).compactMap { place, status in
            status?.round.flatMap { stall(place.node.member.text, $0) }
        }
        let problems = zip(places, statuses).flatMap { place, status in
            (status?.problems ?? []).map { "  \(place.node.member.text): \($0)" }
        }
        let doubts = zip(places, statuses).compactMap { place, status in
            status?.round?.doubt.map { DoubtWords.line(place.node.member.text, $0) }
        }
        return TextTable.lines([NetworkWords.columns] + rows) + stalls + doubts + problems
            + OffenceWords.lines(offences(statuses), folders: places.compactMap(\.proofs))
            + disclosures(statuses)
    }

    /// How many disclosures are sealed, and how many of them overdue, as the node farthest ahead counts.
    static func counted(_ statuses: [StatusBody?]) -> SealedStateBody? {
        statuses.compactMap { $0 }.max { $0.height < $1.height }?.disclosures
    }

    private static func disclosures(_ statuses: [StatusBody?]) -> [String] {
        guard let counts = counted(statuses), counts.sealed > 0 else { return [] }
        return [
            tell(
                "  sealed disclosures: \(counts.sealed), overdue: \(counts.overdue)",
                zh: "  封存的依法披露：\(counts.sealed)，其中逾期未公开：\(counts.overdue)")
        ]
    }

    /// What the ledger holds against validators, as the node farthest ahead tells it.
    static func offences(_ statuses: [StatusBody?]) -> [OffenceBody] {
        statuses.compactMap { $0 }.max { $0.height < $1.height }?.offences ?? []
    }

    /// That no node is linked with a quorum, as the node with most links tells it; nil when one is, or none answers.
    static func standstill(_ statuses: [StatusBody?]) -> Standstill? {
        let known = statuses.compactMap { $0 }
        let stalled = known.compactMap(Standstill.init)
        return stalled.count == known.count ? stalled.max { $0.answering < $1.answering } : nil
    }

    private static func row(_ place: NodePlace, _ status: StatusBody?) -> [String] {
        guard let status else {
            return [
                place.node.member.text, place.url, place.running == nil ? NetworkWords.down : NetworkWords.silent, "",
                "",
                "", "",
            ]
        }
        let peers = status.peers.filter { $0.standing == "validator" }
        let open = peers.filter(\.isConnected).count
        let round = status.round.map { "\($0.height)/\($0.round) \(NetworkWords.step($0.step))" } ?? ""
        return [
            place.node.member.text, place.url, state(of: place, status, open), "\(status.height)", "\(status.size)",
            "\(open)/\(peers.count)", round,
        ]
    }

    /// What an operator must know first: whose process it is, and whether enough validators are linked to go on.
    private static func state(of place: NodePlace, _ status: StatusBody, _ open: Int) -> String {
        guard place.running != nil else { return NetworkWords.foreign }
        return open + 1 < status.quorum.count ? NetworkWords.noQuorum : NetworkWords.running
    }

    private static func stall(_ member: String, _ round: RoundBody) -> String? {
        guard !round.missing.isEmpty else { return nil }
        let missing = round.missing.map {
            NetworkWords.step($0.what) + tell(": ", zh: "：") + $0.from.joined(separator: tell(", ", zh: "、"))
        }.joined(separator: tell("; ", zh: "；"))
        return NetworkWords.stall(member, round.height, round.round, missing, Moment.text(ms: round.since))
    }
}
